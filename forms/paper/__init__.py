"""forms.paper."""
