"""What emission refuses with."""


class EmitError(Exception):
    """No code is written; one sentence says what stands against it."""


class NotPlain(EmitError):
    """A term that the printer has no code for as it stands; its normal form may have."""
