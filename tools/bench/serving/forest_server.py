"""A peer: FastAPI and a scikit-learn forest of 200 trees, one uvicorn worker. Started by the benchmark: forest_server.py <folder of rows.f32 and target.f64> <features>."""

import socket
import sys

import numpy
import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel
from sklearn.ensemble import RandomForestRegressor

folder, names = sys.argv[1], sys.argv[2].split(",")
x = numpy.fromfile(f"{folder}/rows.f32", dtype="<f4").reshape(-1, len(names))
target = numpy.fromfile(f"{folder}/target.f64", dtype="<f8")
forest = RandomForestRegressor(n_estimators=200, n_jobs=1, random_state=1).fit(x, target)


class Question(BaseModel):
    rows: list[dict[str, float | None]]


app = FastAPI()


@app.post("/predict")
def predict(question: Question):
    rows = numpy.array([[row[name] for name in names] for row in question.rows], dtype="f4")
    return {"rows": [{"values": {"y": value}} for value in forest.predict(rows).tolist()]}


listening = socket.socket()
listening.bind(("127.0.0.1", 0))
print(f"http://127.0.0.1:{listening.getsockname()[1]}", flush=True)
uvicorn.Server(uvicorn.Config(app, log_level="error", workers=1)).run(sockets=[listening])
