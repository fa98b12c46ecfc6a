"""A stock client of the Open Inference Protocol against the running product: what it gives is what /v1 gives, to the bit.

python triton.py <url> <api key> <file for the counts>. Asks over the network, and knows nothing of the server but its address.
"""
import json
import sys
import time
import urllib.error
import urllib.request

import ml_dtypes
import numpy as np
import tritonclient.http as triton
from tritonclient.utils import InferenceServerException

URL, KEY, COUNTS = sys.argv[1:]
MODEL, HEAD = "city-score", "datacenter_suitability_index"
# In the order of the features; every datatype of numbers can hold them.
CITIES = [[48, 99, 20, 1, 100, 1, 0, 0, 4, 11], [120, 25, 100, 0, 90, 0, 1, 1, 9, 4], [90, 93, 55, 1, 120, 0, 0, 1, 12, 7]]
NUMBERS = ["uint8", "uint16", "uint32", "uint64", "int8", "int16", "int32", "int64", "float16", "float32", "float64"]

client = triton.InferenceServerClient(URL.removeprefix("http://"), concurrency=4)


def headers():
    """Anew each time: the client adds its own to what it is given."""
    return {"X-API-Key": KEY}


def v1(path, body=None):
    request = urllib.request.Request(URL + path, headers={**headers(), "Content-Type": "application/json"})
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(request, data) as answer:
        return json.load(answer)


def predicted(model, rows, heads):
    """What /v1 says of these feature rows of a record model; NaN is null there."""
    names = v1(f"/v1/models/{model}")["features"]
    records = [{name: None if np.isnan(x) else float(x) for name, x in zip(names, row)} for row in rows]
    answered = v1(f"/v1/models/{model}/predict", {"rows": records})["rows"]
    return [np.array([[row["values"][head]] for row in answered], dtype=np.float32) for head in heads]


def features(values, binary=True):
    datatype = triton.InferInput("features", list(values.shape), triton.np_to_triton_dtype(values.dtype))
    return [datatype.set_data_from_numpy(values, binary_data=binary)]


def infer(values, model=MODEL, binary=True, **more):
    return client.infer(model, features(values, binary), headers=headers(), **more)


def same(got, want):
    assert got.dtype == want.dtype and got.shape == want.shape, f"got {got.dtype}{got.shape}, want {want.dtype}{want.shape}"
    assert got.tobytes() == want.tobytes(), f"got {got.ravel()[:4]}, want {want.ravel()[:4]}"


def refused(status, words, ask):
    try:
        ask()
    except InferenceServerException as error:
        assert error.status() == str(status), f"got {error.status()}, want {status}: {error.message()}"
        assert words in error.message(), f"got {error.message()!r}, want {words!r} in it"
    else:
        raise AssertionError(f"got an answer, want {status}")


def server():
    assert client.is_server_live() and client.is_server_ready()
    assert "binary_tensor_data" in client.get_server_metadata()["extensions"]


def metadata():
    shown = client.get_model_metadata(MODEL, headers=headers())
    assert shown["inputs"] == [{"name": "features", "datatype": "FP32", "shape": [-1, 10]}], shown
    assert shown["outputs"] == [{"name": HEAD, "datatype": "FP32", "shape": [-1, 1]}], shown


def versions():
    [version, *_] = client.get_model_metadata(MODEL, headers=headers())["versions"]
    rows = np.array(CITIES, dtype=np.float32)
    for asked in (version, "live"):
        assert client.is_model_ready(MODEL, asked, headers=headers())
        assert infer(rows, model_version=asked).get_response()["model_version"] == version
    assert not client.is_model_ready(MODEL, "1", headers=headers())
    refused(404, 'no version of city-score "1"', lambda: infer(rows, model_version="1"))


def every_model():
    for one in client.get_model_repository_index(headers=headers()):
        assert one["state"] == "READY", one
        shown = client.get_model_metadata(one["name"], headers=headers())
        # An hour, a day, a degree: nothing that a model has not seen a zero of.
        answer = infer(np.zeros((2, shown["inputs"][0]["shape"][1]), dtype=np.float32), one["name"])
        for output in shown["outputs"]:
            got = answer.as_numpy(output["name"])
            assert got.shape == (2, 1) and got.dtype == np.float32, f"{one['name']} {output['name']}: {got!r}"


def datatypes(binary):
    [want] = predicted(MODEL, CITIES, [HEAD])
    for name in NUMBERS:
        same(infer(np.array(CITIES, dtype=name), binary=binary).as_numpy(HEAD), want)
    truths = np.array(CITIES, dtype=bool)
    same(infer(truths, binary=binary).as_numpy(HEAD), predicted(MODEL, truths.astype(float), [HEAD])[0])


def bfloat16():
    same(infer(np.array(CITIES, dtype=ml_dtypes.bfloat16)).as_numpy(HEAD), predicted(MODEL, CITIES, [HEAD])[0])


def text():
    refused(400, "BYTES are text", lambda: infer(np.full((1, 10), "warm", dtype=object)))


def missing():
    rows = np.array(CITIES, dtype=np.float32)
    rows[0, 3] = rows[1, 0] = np.nan
    same(infer(rows).as_numpy(HEAD), predicted(MODEL, rows, [HEAD])[0])


def outputs():
    rows = np.array([[41, 61.2, 2_740, 21], [22, 25.5, 60, 1]], dtype=np.float32)
    wanted = [("closed_probability", False), ("satisfied_probability", True), ("active_probability", False)]
    chosen = [triton.InferRequestedOutput(name, binary_data=binary) for name, binary in wanted]
    some = infer(rows, "customer-satisfaction", outputs=chosen)
    assert [output["name"] for output in some.get_response()["outputs"]] == [name for name, _ in wanted]
    whole = infer(rows, "customer-satisfaction")
    for name, binary in wanted:
        assert ("data" in some.get_output(name)) is not binary
        same(some.as_numpy(name), whole.as_numpy(name))
    refused(400, "want of each at most one", lambda: infer(rows, outputs=[triton.InferRequestedOutput("y")]))


def request_id():
    assert infer(np.array(CITIES, dtype=np.float32), request_id="the 7th").get_response()["id"] == "the 7th"


def remembered():
    answer = infer(np.array(CITIES, dtype=np.float32))
    ids = answer.get_response()["parameters"]["prediction_ids"].split(",")
    assert len(set(ids)) == 3, ids
    for row, (one, value) in enumerate(zip(ids, answer.as_numpy(HEAD)[:, 0])):
        shown = eventually(lambda: v1(f"/v1/predictions/{one}"))
        assert shown["row"] == row and np.float32(shown["values"][HEAD]) == value, shown
        assert [shown["features"][name] for name in v1(f"/v1/models/{MODEL}")["features"]] == CITIES[row], shown


def eventually(ask, within_seconds=20):
    """An answer is stored some seconds after it was given."""
    deadline = time.monotonic() + within_seconds
    while True:
        try:
            return ask()
        except urllib.error.HTTPError as error:
            if error.code != 404 or time.monotonic() > deadline:
                raise
        time.sleep(0.2)


def compression():
    [want] = predicted(MODEL, CITIES, [HEAD])
    for packed in ("gzip", "deflate"):
        both = {"request_compression_algorithm": packed, "response_compression_algorithm": packed}
        for binary in (True, False):
            same(infer(np.array(CITIES, dtype=np.float32), binary=binary, **both).as_numpy(HEAD), want)


def parameters():
    more = {"priority": 1, "timeout": 1_000_000, "sequence_id": 7, "parameters": {"asked_by": "a test"}}
    assert infer(np.array(CITIES, dtype=np.float32), **more).as_numpy(HEAD).shape == (3, 1)


def at_once():
    [want] = predicted(MODEL, CITIES, [HEAD])
    rows = np.array(CITIES, dtype=np.float32)
    asked = [client.async_infer(MODEL, features(rows[i % 3 : i % 3 + 1]), headers=headers()) for i in range(24)]
    for i, one in enumerate(asked):
        same(one.get_result().as_numpy(HEAD), want[i % 3 : i % 3 + 1])


def ten_thousand():
    rows = np.tile(np.array(CITIES, dtype=np.float32), (3_334, 1))[:10_000]
    [want] = predicted(MODEL, CITIES, [HEAD])
    same(infer(rows).as_numpy(HEAD), np.tile(want, (3_334, 1))[:10_000])
    more = np.vstack([rows, rows[:1]])
    refused(400, "got [10001, 10], want [-1, 10]: 1 to 10000 rows", lambda: infer(more))


def errors():
    rows = np.array(CITIES, dtype=np.float32)
    refused(400, "got [3, 9], want [-1, 10]", lambda: infer(np.ascontiguousarray(rows[:, :9])))
    refused(404, 'no model "nothing"', lambda: infer(rows, "nothing"))
    refused(401, "no credentials", lambda: client.infer(MODEL, features(rows)))
    refused(400, "infinite", lambda: infer(np.full((1, 10), np.inf, dtype=np.float64)))
    other = triton.InferInput("x", [3, 10], "FP32").set_data_from_numpy(rows)
    refused(400, 'got "x", want one input named features', lambda: client.infer(MODEL, [other], headers=headers()))


CHECKS = {
    "the server is live and ready, and says that it takes binary tensors": server,
    "a model shows what it takes and gives": metadata,
    "a version is a release, `live` is one of them, and an unknown one is not found": versions,
    "every model of the repository is ready and answers": every_model,
    "every numeric datatype in bytes gives what /v1 gives": lambda: datatypes(True),
    "every numeric datatype in JSON gives what /v1 gives": lambda: datatypes(False),
    "bfloat16 gives what /v1 gives": bfloat16,
    "text is refused": text,
    "NaN is what null is to /v1": missing,
    "outputs are chosen, each in bytes or in JSON": outputs,
    "the id of a request comes back": request_id,
    "each row is remembered under an id that the answer tells": remembered,
    "requests may be packed by gzip and deflate": compression,
    "parameters of other servers are let through": parameters,
    "24 requests at once each get their own answer": at_once,
    "10,000 rows are answered, 10,001 refused": ten_thousand,
    "errors say what was got and what is wanted": errors,
}

failures = []
for name, check in CHECKS.items():
    try:
        check()
        print(f"✓ {name}", flush=True)
    except Exception as error:  # Whatever it is, the others are still asked.
        failures.append(f"{name}: {type(error).__name__}: {error}")
        print(f"× {failures[-1]}", flush=True)
with open(COUNTS, "w", encoding="utf-8") as file:
    json.dump({"passed": len(CHECKS) - len(failures), "failures": failures}, file)
