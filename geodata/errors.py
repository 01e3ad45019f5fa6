"""The errors that a user can meet, one tree.

    AtlasError                 anything below; `message` is fit to be shown as it stands
    ├── UsageError             the call itself is wrong (exit code 2)
    ├── UnreadableError        one input file cannot be read (the rest goes on; exit code 3)
    ├── SchemaError            a table lacks columns, or they are of another kind (exit code 2)
    └── DataFileError          a data file is missing, or not what the catalog says (exit code 2)

Every message says what is wrong, with which value, and what to do.
"""


class AtlasError(Exception):
    """Root of all errors that are the user's to mend."""


class UsageError(AtlasError):
    """The call is wrong: an option, a missing path, an unknown suffix."""


class UnreadableError(AtlasError):
    """One input file cannot be turned into text."""


class SchemaError(AtlasError):
    """A table is not one that this program wrote."""


class DataFileError(AtlasError):
    """A reference or boundary file is missing, altered or inconsistent."""
