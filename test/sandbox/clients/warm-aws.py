"""The AWS CLI, started once: `warm-aws.py serve SOCKET` loads it, and each call is a fork of it.

Starting the CLI costs more than half a second of CPU, and a script that joins an account calls it dozens of times.
A call through the socket runs the same code with the caller's arguments, environment and output.
"""
import array
import json
import os
import socket
import sys


def serve(path):
    from awscli.clidriver import create_clidriver

    driver = create_clidriver()
    loader = driver.session.get_component("data_loader")
    for service in ("securityhub", "sts", "account", "config", "guardduty", "s3", "iam"):
        loader.load_service_model(service, "service-2")
    server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    server.bind(path)
    server.listen(64)
    print("ready", flush=True)
    while True:
        call, _ = server.accept()
        if os.fork() == 0:
            if os.fork() == 0:
                answer(driver, call)
            os._exit(0)
        call.close()
        os.wait()


def answer(driver, call):
    fds = array.array("i")
    data, ancillary, _, _ = call.recvmsg(1 << 20, socket.CMSG_LEN(3 * fds.itemsize))
    for _, _, content in ancillary:
        fds.frombytes(content)
    for number, fd in enumerate(fds):
        os.dup2(fd, number)
    asked = json.loads(data)
    os.environ.clear()
    os.environ.update(asked["environment"])
    os.chdir(asked["directory"])
    code = 255
    try:
        code = driver.main(asked["arguments"])
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        call.sendall(bytes([code]))
        os._exit(0)


def ask(path, arguments):
    asked = {"arguments": arguments, "environment": dict(os.environ), "directory": os.getcwd()}
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as call:
        call.connect(path)
        call.sendmsg(
            [json.dumps(asked).encode()],
            [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [0, 1, 2]))],
        )
        return call.recv(1)[0]


if sys.argv[1] == "serve":
    serve(sys.argv[2])
else:
    sys.exit(ask(sys.argv[1], sys.argv[2:]))
