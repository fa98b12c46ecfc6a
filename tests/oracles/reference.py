# What scikit-learn and xgboost make of the same rows: reads the questions, writes the answers. Never judges.
import json
import sys
from pathlib import Path

import numpy as np
import xgboost
from sklearn.cluster import DBSCAN, KMeans
from sklearn.decomposition import PCA
from sklearn.ensemble import ExtraTreesRegressor, IsolationForest, RandomForestRegressor
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler


def boosting(case):
    objective = {"squared": "reg:squarederror", "logistic": "binary:logistic", "pinball": "reg:quantileerror"}[case["loss"]]
    parameters = {
        "objective": objective, "tree_method": "hist", "max_bin": 254, "grow_policy": "lossguide", "max_depth": 0,
        "max_leaves": case["leaves"], "eta": case["learningRate"], "reg_lambda": case["lambda"],
        "min_child_weight": case["minHessian"], "nthread": 1,
    }
    if "level" in case:
        parameters["quantile_alpha"] = case["level"]
    if "rising" in case:
        parameters["monotone_constraints"] = tuple(int(column == case["rising"]) for column in range(case["features"]))
    rows = xgboost.QuantileDMatrix(case["x"], case["y"], weight=case.get("w"), max_bin=254)
    trained = xgboost.train(parameters, rows, case["trees"])
    return trained.predict(xgboost.DMatrix(case["later"])).tolist()


def averaged(kind):
    def fit(case):
        trained = kind(
            n_estimators=case["trees"], min_samples_leaf=case["minRows"], max_features=case["columnShare"], random_state=1,
        ).fit(case["x"], case["y"])
        return trained.predict(case["later"]).tolist()
    return fit


def ridge(case):
    """The closed form: minimises the weighted squares plus alpha times those of the slopes."""
    scaler = StandardScaler().fit(case["x"].astype(np.float64), sample_weight=case["w"])
    design = lambda x: np.column_stack([np.ones(len(x)), scaler.transform(x.astype(np.float64))])
    seen = design(case["x"])
    penalty = case["alpha"] * np.diag([0.0] + [1.0] * case["features"])
    solution = np.linalg.solve(seen.T @ (case["w"][:, None] * seen) + penalty, seen.T @ (case["w"] * case["y"]))
    return (design(case["later"]) @ solution).tolist()


def logistic(case):
    scaler = StandardScaler().fit(case["x"].astype(np.float64))
    trained = LogisticRegression(C=1 / case["l2"], solver="lbfgs", tol=1e-12, max_iter=100_000)
    trained.fit(scaler.transform(case["x"].astype(np.float64)), case["y"].astype(int))
    return {"coefficients": trained.coef_.tolist(), "intercepts": trained.intercept_.tolist()}


def isolation(case):
    trained = IsolationForest(n_estimators=case["trees"], max_samples=256, random_state=1).fit(case["x"])
    return (-trained.score_samples(case["x"])).tolist()


def standardised(case):
    return StandardScaler().fit_transform(case["x"].astype(np.float64))


def pca(case):
    trained = PCA(n_components=case["components"], svd_solver="full").fit(standardised(case))
    return {"components": trained.components_.tolist(), "explained": trained.explained_variance_ratio_.tolist()}


def k_means(case):
    return KMeans(n_clusters=case["clusters"], n_init=10, random_state=1).fit(standardised(case)).inertia_


def dbscan(case):
    return DBSCAN(eps=case["reach"], min_samples=case["neighbours"]).fit(standardised(case)).labels_.tolist()


ANSWERS = {
    "boosting": boosting, "random forest": averaged(RandomForestRegressor), "extra trees": averaged(ExtraTreesRegressor),
    "ridge": ridge, "logistic": logistic, "isolation": isolation, "pca": pca, "k-means": k_means, "dbscan": dbscan,
}
FILES = {"x": np.float32, "later": np.float32, "y": np.float64, "w": np.float64}

folder = Path(sys.argv[1])
answers = {}
for name, question in json.loads((folder / "questions.json").read_text()).items():
    for file, kind in FILES.items():
        if file in question:
            numbers = np.fromfile(folder / question[file], dtype=kind)
            question[file] = numbers.reshape(-1, question["features"]) if kind is np.float32 else numbers
    answers[name] = ANSWERS[question["ask"]](question)
(folder / "answers.json").write_text(json.dumps(answers))
