"""The forms by number, each as an empty sheet: what a counter prints for who fills it in at home."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from forms.paper.f101 import biodata_form
from forms.paper.f102 import request_form
from forms.paper.f103 import moving_form
from forms.paper.f103a import custody_form
from forms.paper.f103b import acceptance_form
from forms.paper.f103c import address_form
from forms.paper.f104 import no_documents_form
from forms.paper.f105 import union_form
from forms.paper.f106 import change_form
from forms.paper.f107 import proxy_form

BLANKS: Mapping[str, Callable[[], bytes]] = MappingProxyType(
    {
        "F-1.01": biodata_form,
        "F-1.02": request_form,
        "F-1.03": moving_form,
        "F-1.03A": custody_form,
        "F-1.03B": acceptance_form,
        "F-1.03C": address_form,
        "F-1.04": no_documents_form,
        "F-1.05": union_form,
        "F-1.06": change_form,
        "F-1.07": proxy_form,
    }
)
