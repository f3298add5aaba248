"""What pyHanko says of a signed paper, one JSON object per signature. Arguments: the paper, then the roots (DER)."""

import json
import logging
import sys
from datetime import datetime, timezone

from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko_certvalidator import ValidationContext

logging.disable(logging.CRITICAL)
roots = []
for path in sys.argv[2:]:
    with open(path, "rb") as file:
        roots.append(x509.Certificate.load(file.read()))
found = []
with open(sys.argv[1], "rb") as file:
    # Hybrid files are read in this mode only.
    reader = PdfFileReader(file, strict=False)
    for signature in reader.embedded_signatures:
        context = ValidationContext(
            trust_roots=roots,
            moment=datetime(2026, 6, 1, 3, tzinfo=timezone.utc),
            allow_fetching=False,
        )
        is_stamp = signature.sig_object.get("/Type") == "/DocTimeStamp"
        judge = validate_pdf_timestamp if is_stamp else validate_pdf_signature
        status = judge(signature, context)
        level = getattr(status, "modification_level", None)
        found.append(
            {
                "field": signature.field_name,
                "intact": status.intact,
                "valid": status.valid,
                "trusted": status.trusted,
                "bottom_line": getattr(status, "bottom_line", status.valid and status.trusted),
                "coverage": status.coverage.name,
                "modification": level.name if level is not None else None,
                "docmdp_ok": getattr(status, "docmdp_ok", None),
            }
        )
print(json.dumps(found))
