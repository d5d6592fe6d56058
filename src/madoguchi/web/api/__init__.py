"""For programs: ``POST /api/consultations``, described by ``/api/openapi.json``. Nothing that comes in is stored or logged."""
