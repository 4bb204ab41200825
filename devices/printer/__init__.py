"""Card printers: the port, the IPP driver and its simulator, printing to a folder."""
