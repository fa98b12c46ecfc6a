# Trains xgboost on the rows of a folder, one thread, and says how long that took and how well it did. Run by train.ts.
import json
import sys
import time
from pathlib import Path

import numpy as np
import xgboost

folder, options = Path(sys.argv[1]), json.loads(sys.argv[2])
rows = lambda name: np.fromfile(folder / name, dtype=np.float32).reshape(-1, options["features"])
numbers = lambda name: np.fromfile(folder / name, dtype=np.float64)
x, y, unseen, truth = rows("x"), numbers("y"), rows("unseen"), numbers("truth")
parameters = {
    "tree_method": "hist", "max_bin": 254, "grow_policy": "lossguide", "max_depth": 0, "max_leaves": options["leaves"],
    "eta": options["learningRate"], "reg_lambda": options["lambda"], "min_child_weight": options["minRows"], "nthread": 1,
}
wall, processor = time.perf_counter(), time.process_time()
trained = xgboost.train(parameters, xgboost.QuantileDMatrix(x, y, max_bin=254, nthread=1), options["trees"])
seconds, processor_seconds = time.perf_counter() - wall, time.process_time() - processor
rmse = float(np.sqrt(np.mean((trained.predict(xgboost.DMatrix(unseen)) - truth) ** 2)))
print(json.dumps({"seconds": seconds, "processorSeconds": processor_seconds, "rmse": rmse}))
