"""Aims programs that know nothing of endpoints at the sandbox, without changing them:

    PYTHONPATH=test/sandbox/clients AWS_ENDPOINT_URL=http://127.0.0.1:4566 python3 their-script.py

boto3 before 1.28 (botocore 1.31) does not read AWS_ENDPOINT_URL, so this does it for every client that
is made without an endpoint. Python imports a module of this name by itself at its start. Not for the AWS
CLI 2: it brings a botocore of its own and stumbles over this one; give it --endpoint-url.
"""

import os

try:
    import botocore.session
except ImportError:  # this Python has no AWS client: nothing to aim
    pass
else:
    _create_client = botocore.session.Session.create_client

    def _aimed(self, *args, **options):
        # The seventh positional parameter is endpoint_url; boto3 passes all by name.
        if len(args) < 7 and not options.get("endpoint_url"):
            options["endpoint_url"] = os.environ.get("AWS_ENDPOINT_URL")
        return _create_client(self, *args, **options)

    botocore.session.Session.create_client = _aimed
