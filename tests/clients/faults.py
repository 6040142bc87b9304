"""Faults of networks, disks and clocks, seen from outside.

Usage: python faults.py [PATH_TO_QASSA]; without it the variable QASSA_BINARY names the program.
Prints one line a test and `N passed, N failed` at the end; exit status 1 if any failed.
"""

import concurrent.futures
import gzip
import json
import os
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import traceback
import urllib.error
import urllib.parse
import urllib.request

from demo import Demo, NoRedirect, sale
from recovery import each_document_once, numbers_have_no_gap

DAY_S = 86_400

# The first sync of the log after the file TRIGGER appeared fails; all later ones succeed, as they do on a disk whose
# driver forgot about the pages that it lost. Each one that was tried afterwards is counted in COUNT.
SHIM = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int failed;

static int sync_of(int fd, const char *name) {
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    path[length < 0 ? 0 : length] = 0;
    if (strstr(path, ".db") && access(getenv("TRIGGER"), F_OK) == 0) {
        if (__atomic_exchange_n(&failed, 1, __ATOMIC_SEQ_CST) == 0) {
            errno = EIO;
            return -1;
        }
        int count = open(getenv("COUNT"), O_CREAT | O_APPEND | O_WRONLY, 0600);
        if (count >= 0) {
            ssize_t ignored = write(count, "x", 1);
            (void)ignored;
            close(count);
        }
    }
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
    return real(fd);
}

int fsync(int fd) { return sync_of(fd, "fsync"); }
int fdatasync(int fd) { return sync_of(fd, "fdatasync"); }
"""


def refusal(call):
    """Status and body of an answer that is no success."""
    try:
        answer = call()
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read())
    raise AssertionError(f"answered with success: {answer}")


def task_of(call):
    """The task that a new or a repeated sale is told."""
    try:
        return call()["id"]
    except urllib.error.HTTPError as error:
        body = json.loads(error.read())
        assert body.get("code") == "VLD11", body
        return body["task"]["id"]


def move_clock(demo, **form):
    request = urllib.request.Request(
        f"{demo.http}/sandbox/clock", data=urllib.parse.urlencode(form).encode(), method="POST"
    )
    try:
        urllib.request.build_opener(NoRedirect).open(request, timeout=10)
    except urllib.error.HTTPError as answer:
        assert answer.code == 303, answer.code


def open_files(demo):
    return len(os.listdir(f"/proc/{demo.process.pid}/fd"))


def address(url):
    host, port = urllib.parse.urlparse(url).netloc.split(":")
    return host, int(port)


def test_fifty_at_once_make_one_task_for_ever(binary, folder):
    demo = Demo(binary, folder)
    try:
        with concurrent.futures.ThreadPoolExecutor(50) as pool:
            told = list(pool.map(lambda _: task_of(lambda: demo.sell("one")), range(50)))
        assert len(set(told)) == 1, f"{len(set(told))} tasks for one key"
        document = demo.done(told[:1])

        def again():
            assert task_of(lambda: demo.sell("one")) == told[0]
            status, body = refusal(lambda: demo.sell("one", price=200))
            assert status == 422 and body["task"]["id"] == told[0], (status, body)
            assert demo.done(told[:1]) == document

        again()
        demo.kill()
        demo.start()
        again()
        move_clock(demo, advance_s=25 * 3600)
        again()
        demo.kill()
        demo.start()
        again()
    finally:
        demo.stop()


class CuttingProxy:
    """Hands requests on; of three, one is cut after the server has heard all of it and before it has answered."""

    def __init__(self, target):
        self.target, self.cut, self.served = target, 0, 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = self.listener.getsockname()
        threading.Thread(target=self.run, daemon=True).start()

    def run(self):
        while True:
            try:
                peer, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(peer,), daemon=True).start()

    def serve(self, peer):
        with peer, socket.create_connection(self.target) as server:
            request = b""
            while True:
                more = peer.recv(65536)
                if not more:
                    return
                request += more
                head, found, body = request.partition(b"\r\n\r\n")
                lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
                if found and len(body) >= int((lengths or [b":0"])[0].split(b":")[1]):
                    break
            server.sendall(request)
            answer = server.recv(65536)
            self.served += 1
            if self.served % 3 == 0:
                self.cut += 1
                return
            while answer:
                peer.sendall(answer)
                answer = server.recv(65536)


def test_answers_that_get_lost_on_the_way_double_nothing(binary, folder):
    demo = Demo(binary, folder)
    try:
        proxy = CuttingProxy(address(demo.http))
        direct = demo.http

        def through_proxy(external_id):
            for _ in range(50):
                try:
                    return task_of(lambda: demo.sell(external_id, via=proxy.address))
                except (OSError, ValueError):
                    pass
            raise AssertionError("never answered")

        keys = [f"cut-{number}" for number in range(60)]
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            sold = dict(zip(keys, pool.map(through_proxy, keys)))
        assert proxy.cut >= 20, proxy.cut
        assert demo.http == direct and len(set(sold.values())) == len(keys)
        fiscal = demo.done(sold.values())
        each_document_once(fiscal)
        numbers_have_no_gap(fiscal)
        print(f"        {proxy.cut} of {proxy.served} answers lost")
    finally:
        demo.stop()


def test_a_sync_that_fails_is_never_acknowledged_nor_repeated(binary, folder):
    source, shim = os.path.join(folder, "shim.c"), os.path.join(folder, "shim.so")
    with open(source, "w") as file:
        file.write(SHIM)
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", shim, source, "-ldl"], check=True)
    trigger, count = os.path.join(folder, "trigger"), os.path.join(folder, "count")
    environment = {"LD_PRELOAD": shim, "TRIGGER": trigger, "COUNT": count}
    data = os.path.join(folder, "data")
    demo = Demo(binary, data, environment)
    try:
        before = [demo.sell(f"before-{number}")["id"] for number in range(5)]
        demo.done(before)
        open(trigger, "w").close()
        end, refused = time.monotonic() + 5, 0
        while refused < 20:
            assert time.monotonic() < end, "the sync did not fail"
            try:
                sold = demo.sell(f"after-{time.monotonic()}")
                assert refused == 0, f"acknowledged after a sync had failed: {sold}"
                before.append(sold["id"])
            except urllib.error.HTTPError as error:
                assert error.code == 503 and error.headers["Retry-After"], (error.code, error.read())
                refused += 1
        # what is read is still served
        assert demo.call("GET", f"/api/shop/v2/tasks/{before[0]}")["state"] == "done"
        assert not os.path.exists(count), f"{os.path.getsize(count)} syncs were tried again as if the disk were clean"
        demo.kill()
        os.remove(trigger)
        demo.start()
        fiscal = demo.done(before)
        each_document_once(fiscal)
        print(f"        {refused} refused after one failed sync")
    finally:
        demo.stop()


def test_a_crowd_takes_no_descriptors_from_those_who_work(binary, folder):
    limit = 256
    demo = Demo(binary, folder, prepare=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit)))
    crowd = []
    try:
        body = sale_request(demo, "at-work")
        working = socket.create_connection(address(demo.http), timeout=10)
        assert exchange(working, body).startswith(b"HTTP/1.1 200"), "before the crowd"
        host, port = demo.ofd.split(":")
        for number in range(2000):
            peer = socket.socket()
            peer.setblocking(False)
            peer.connect_ex((host, int(port)) if number % 2 else address(demo.http))
            crowd.append(peer)
        time.sleep(1)
        used = open_files(demo)
        assert used < limit, f"{used} of {limit} descriptors"
        for number in range(50):
            answer = exchange(working, sale_request(demo, f"crowded-{number}"))
            assert answer.startswith(b"HTTP/1.1 200"), (number, answer)
        for peer in crowd:
            peer.close()
        crowd.clear()
        end = time.monotonic() + 20
        while True:
            try:
                sold = demo.sell("afterwards")["id"]
                break
            except OSError:
                assert time.monotonic() < end, "nobody is let in after the crowd has gone"
        fiscal = demo.done([sold])
        each_document_once(fiscal)
        print(f"        {used} of {limit} descriptors used")
    finally:
        for peer in crowd:
            peer.close()
        demo.stop()


def test_clocks_that_jump_lose_and_double_nothing(binary, folder):
    demo = Demo(binary, folder)
    try:
        sold = [demo.sell(f"before-{number}")["id"] for number in range(5)]
        demo.done(sold)
        # ahead while registers hold what they sealed: leases that end early are asked for, not sealed again
        demo.arm(1, "crash")
        demo.arm(2, "crash")
        sold += [demo.sell(f"held-{number}")["id"] for number in range(6)]
        time.sleep(0.5)
        move_clock(demo, advance_s=25 * 3600)
        demo.arm(1, "")
        demo.arm(2, "")
        sold += [demo.sell(f"ahead-{number}")["id"] for number in range(5)]
        demo.done(sold)
        # back: a storage seals nothing before its last document, and goes on when the clock is right again
        move_clock(demo, advance_s=-3 * DAY_S)
        behind = demo.sell("behind")["id"]
        time.sleep(1)
        waiting = demo.call("GET", f"/api/shop/v2/tasks/{behind}")
        assert waiting["state"] in ("new", "processing"), waiting
        move_clock(demo, advance_s=3 * DAY_S)
        fiscal = demo.done([*sold, behind])
        each_document_once(fiscal)
        # across a restart
        demo.kill()
        demo.start()
        assert demo.done([*sold, behind]) == fiscal
    finally:
        demo.stop()


def test_a_process_that_stands_still_comes_back_without_loss(binary, folder):
    demo = Demo(binary, folder)
    try:
        sold = [demo.sell(f"still-{number}")["id"] for number in range(20)]
        demo.process.send_signal(signal.SIGSTOP)
        time.sleep(2)
        demo.process.send_signal(signal.SIGCONT)
        each_document_once(demo.done(sold))
    finally:
        demo.stop()


def test_forged_signatures_are_refused(binary, folder):
    demo = Demo(binary, folder)
    try:
        peer = socket.create_connection(address(demo.http), timeout=10)
        path, body = demo.queue_path(), json.dumps(sale("forged")).encode()
        right = demo.signed("POST", path, body)["X-HMAC-Signature"]

        def status(signature, path=path, body=body, shop=None, method="POST"):
            headers = {**demo.signed(method, path, body), "Host": urllib.parse.urlparse(demo.http).netloc}
            headers["X-HMAC-Signature"] = signature
            headers["Authorization"] = demo.ru["shop_id"] if shop is None else shop
            headers["Content-Length"] = str(len(body))
            lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
            answer = exchange(peer, f"{method} {path} HTTP/1.1\r\n{lines}\r\n".encode() + body)
            return int(answer.split(b" ")[1])

        def with_secret(secret):
            own, demo.ru["shop_secret"] = demo.ru["shop_secret"], secret
            signature = demo.signed("POST", path, body)["X-HMAC-Signature"]
            demo.ru["shop_secret"] = own
            return signature

        key = demo.ru["registers"][0]
        forged = {
            "wrong key": status(with_secret("0000000000")),
            "key of a register": status(with_secret(key["pos_secret"])),
            "id of a register": status(right, shop=key["pos_key"]),
            "unknown shop": status(right, shop="000000"),
            "no shop": status(right, shop=""),
            "upper case": status(right.upper()),
            "body changed": status(right, body=body.replace(b"100", b"101")),
            "path changed": status(right, path=path.replace("/task", "/multi-tasks")),
            "query added": status(right, path=path + "?a=1"),
            "signature of GET": status(demo.signed("GET", path, body)["X-HMAC-Signature"]),
            "empty": status(""),
            "not hexadecimal": status("z" * 32),
            "doubled": status(right * 2),
            "reversed": status(right[::-1]),
        }
        forged |= {f"cut to {length}": status(right[:length]) for length in range(1, 32)}
        taken = {name: code for name, code in forged.items() if code not in (401, 403)}
        assert not taken, taken
        assert status(right) == 200, "the right signature"
        print(f"        {len(forged)} forgeries")
    finally:
        demo.stop()


def peak_mib(demo):
    with open(f"/proc/{demo.process.pid}/status") as file:
        line = next(line for line in file if line.startswith("VmHWM:"))
    return int(line.split()[1]) // 1024


def test_oversized_bodies_are_refused_at_once(binary, folder):
    demo = Demo(binary, folder)
    try:
        demo.done([demo.sell("before")["id"]])
        before, slowest = peak_mib(demo), 0
        one = json.dumps(sale("big")).encode()
        position = json.dumps(sale("big")["positions"][0]).encode()
        bomb = gzip.compress(b" " * 100_000_000, 1)
        bodies = {
            "100 MB": (413, b'{"external_id":"' + b"a" * 100_000_000),
            "a million positions": (413, one.replace(position, b",".join([b"{}"] * 1_000_000))),
            "100 000 short positions": (422, one.replace(position, b",".join([b"{}"] * 100_000))),
            "nested 100 000 times": (422, b"[" * 100_000 + b"]" * 100_000),
            "nested within a receipt": (422, one.replace(position, b"[" * 100_000 + b"]" * 100_000)),
            "a compressed bomb": (422, bomb),
        }
        for name, (wanted, body) in bodies.items():
            # what is beyond the limit is refused before anybody looks at its signature
            signed = body if len(body) < 1_000_000 else b""
            headers = {**demo.signed("POST", demo.queue_path(), signed)}
            headers["Host"] = urllib.parse.urlparse(demo.http).netloc
            headers["Content-Length"] = str(len(body))
            if body is bomb:
                headers["Content-Encoding"] = "gzip"
            lines = "".join(f"{header}: {value}\r\n" for header, value in headers.items())
            with socket.create_connection(address(demo.http), timeout=10) as peer:
                peer.sendall(f"POST {demo.queue_path()} HTTP/1.1\r\n{lines}\r\n".encode())
                threading.Thread(target=lambda: send_quietly(peer, body), daemon=True).start()
                begun = time.monotonic()
                status = int(peer.recv(65536).split(b" ")[1])
                took = time.monotonic() - begun
            assert status == wanted, (name, status)
            print(f"        {name}: {status} after {took * 1000:.0f} ms")
            slowest = max(slowest, took)
        grown = peak_mib(demo) - before
        assert grown <= 64, f"{grown} MiB for bodies that were refused"
        limit = 0.1 if os.path.basename(os.path.dirname(binary)) == "release" else 1
        assert slowest <= limit, f"{slowest:.2f} s, at most {limit} s"
        each_document_once(demo.done([demo.sell("after")["id"]]))
        print(f"        slowest refusal {slowest * 1000:.0f} ms, {grown} MiB")
    finally:
        demo.stop()


def send_quietly(peer, body):
    try:
        peer.sendall(body)
    except OSError:
        pass


def sale_request(demo, external_id):
    """A signed sale as it goes over a connection that stays open."""
    body = json.dumps(sale(external_id)).encode()
    headers = {**demo.signed("POST", demo.queue_path(), body), "Host": urllib.parse.urlparse(demo.http).netloc}
    headers["Content-Length"] = str(len(body))
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"POST {demo.queue_path()} HTTP/1.1\r\n{lines}\r\n".encode() + body


def exchange(connection, request):
    """One answer with a stated length on a connection that stays open."""
    connection.sendall(request)
    answer = b""
    while True:
        more = connection.recv(65536)
        if not more:
            raise ConnectionError(f"closed after {answer!r}")
        answer += more
        head, found, body = answer.partition(b"\r\n\r\n")
        length = [int(line.split(b":")[1]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length")]
        if found and length and len(body) >= length[0]:
            return answer


def main():
    binary = sys.argv[1] if len(sys.argv) > 1 else os.environ["QASSA_BINARY"]
    passed = failed = 0
    for name, test in list(globals().items()):
        if not name.startswith("test_") or (len(sys.argv) > 2 and sys.argv[2] not in name):
            continue
        with tempfile.TemporaryDirectory() as folder:
            begun = time.monotonic()
            try:
                test(binary, folder)
                passed += 1
                print(f"ok      {name} ({time.monotonic() - begun:.1f} s)")
            except Exception:  # a failure of any kind is a failed test
                failed += 1
                print(f"FAILED  {name}")
                traceback.print_exc(file=sys.stdout)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
