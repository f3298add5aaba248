"""Median of verifying one paper with pyHanko in process, in milliseconds: pyhanko_verify.py TRUST_FOLDER FILE"""

import glob
import io
import logging
import statistics
import sys
import time

from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

RUNS = 15

logging.disable(logging.CRITICAL)
trust, file = sys.argv[1:]
roots = [load_cert_from_pemder(name) for name in glob.glob(trust + "/roots/*.pem")]
others = [load_cert_from_pemder(name) for name in glob.glob(trust + "/intermediates/*.pem")]
lists = [open(name, "rb").read() for name in glob.glob(trust + "/crls/*.crl")]
content = open(file, "rb").read()
taken = []
for run in range(RUNS + 1):
    started = time.perf_counter()
    for signature in PdfFileReader(io.BytesIO(content), strict=False).embedded_signatures:
        context = ValidationContext(
            trust_roots=roots, other_certs=others, crls=lists, revocation_mode="soft-fail", allow_fetching=False
        )
        status = validate_pdf_signature(signature, context)
        assert status.intact and status.valid, file
    if run:
        taken.append((time.perf_counter() - started) * 1000)
print(statistics.median(taken))
