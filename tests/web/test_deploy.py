"""The recipes in `chatbot/web/deploy`: as far as they can be tried without a cluster, they are."""

from __future__ import annotations

import json
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml
from starlette.testclient import TestClient

from chatbot import Chatbot
from chatbot.cli import main
from chatbot.web import server
from chatbot.web.problems import NOT_READY
from chatbot.web.settings import Settings
from tests.web.processes import Served, serving, until

ROOT = Path(__file__).parent.parent.parent
DEPLOY = ROOT / "chatbot" / "web" / "deploy"
MANIFESTS: list[dict[str, Any]] = list(yaml.safe_load_all(DEPLOY.joinpath("kubernetes.yaml").read_text("utf-8")))
DEPLOYMENT, SERVICE, BUDGET, POLICY = MANIFESTS
POD = DEPLOYMENT["spec"]["template"]["spec"]
(CONTAINER,) = POD["containers"]
UNLIMITED = ("--rate-limit", "")
RECIPE = [
    line.split(maxsplit=1)
    for line in DEPLOY.joinpath("Containerfile").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]

# -------------------------------------------------------------------- manifests


@pytest.mark.parametrize("manifest", MANIFESTS, ids=lambda manifest: manifest["kind"])
def test_a_manifest_is_as_kubernetes_has_it(manifest: dict[str, Any]) -> None:
    kubernetes_validate.validate(manifest, kubernetes_validate.latest_version(), strict=True)


def test_a_manifest_with_a_slip_would_be_noticed() -> None:
    wrong = json.loads(json.dumps(DEPLOYMENT))
    wrong["spec"]["template"]["spec"]["containers"][0]["readinesProbe"] = {}
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(wrong, kubernetes_validate.latest_version(), strict=True)


def test_all_manifests_speak_of_the_same_pods() -> None:
    labels = DEPLOYMENT["spec"]["template"]["metadata"]["labels"]
    selectors = [
        DEPLOYMENT["spec"]["selector"]["matchLabels"],
        SERVICE["spec"]["selector"],
        BUDGET["spec"]["selector"]["matchLabels"],
        POLICY["spec"]["podSelector"]["matchLabels"],
    ]
    assert selectors == [labels] * 4
    (port,) = CONTAINER["ports"]
    named = [SERVICE["spec"]["ports"][0]["targetPort"], POLICY["spec"]["ingress"][0]["ports"][0]["port"]]
    assert named == [port["name"]] * 2


def test_the_probes_ask_what_the_service_answers(client: TestClient) -> None:
    probes = {name: CONTAINER[name]["httpGet"]["path"] for name in ("startupProbe", "livenessProbe", "readinessProbe")}
    assert probes == {"startupProbe": "/healthz", "livenessProbe": "/healthz", "readinessProbe": "/readyz"}
    assert {client.get(path).status_code for path in probes.values()} == {200}


def test_the_pod_may_do_nothing_that_it_need_not() -> None:
    assert POD["automountServiceAccountToken"] is False
    assert POD["securityContext"]["runAsNonRoot"] is True
    assert CONTAINER["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert POLICY["spec"]["egress"] == []


def test_a_pod_is_given_the_time_that_it_takes_to_stop() -> None:
    drain = float(CONTAINER["args"][CONTAINER["args"].index("--drain") + 1])
    assert drain + server.STOP_SECONDS < POD["terminationGracePeriodSeconds"]


# -------------------------------------------------------------------- container


def test_the_container_runs_a_command_that_there_is(monkeypatch: pytest.MonkeyPatch, pets_folder: Path) -> None:
    served: list[tuple[Settings, dict[str, Any]]] = []
    monkeypatch.setattr(server, "serve", lambda _load, settings, **where: served.append((settings, where)))
    ((_, entrypoint),) = [step for step in RECIPE if step[0] == "ENTRYPOINT"]
    _, *arguments = json.loads(entrypoint)
    assert main([*arguments, *CONTAINER["args"], "--intents", str(pets_folder)]) == 0
    assert served == [
        (Settings(trusted_proxies=1, metrics=True), {"host": "0.0.0.0", "port": 8000, "drain": 10.0})  # noqa: S104
    ]
    assert ["EXPOSE", str(CONTAINER["ports"][0]["containerPort"])] in RECIPE


def test_the_container_is_made_of_files_that_there_are_and_runs_as_nobody() -> None:
    copied = [arguments.split()[:-1] for step, arguments in RECIPE if step == "COPY"]
    here = [name for names in copied if not names[0].startswith("--from") for name in names]
    build_hook = re.findall(r'^path = "(.+)"', ROOT.joinpath("pyproject.toml").read_text("utf-8"), re.MULTILINE)
    assert here == ["pyproject.toml", "README.md", "LICENSE", *build_hook, "chatbot", "intents"]
    assert [name for name in here if not (ROOT / name).exists()] == []
    user = POD["securityContext"]
    assert ["USER", f"{user['runAsUser']}:{user['runAsGroup']}"] in RECIPE


# ------------------------------------------------------------- replicas and nginx


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


@pytest.fixture
def behind_nginx(pets_folder: Path, tmp_path: Path) -> Iterator[tuple[Served, list[Served]]]:
    """Two replicas behind nginx, with the configuration of the package but for the ports."""
    command = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/bin")
    if not command:
        pytest.skip("needs nginx")
    with ExitStack() as stack:
        replicas = [
            stack.enter_context(serving(pets_folder, tmp_path / f"{name}.log", "--trusted-proxies", "1", *UNLIMITED))
            for name in ("one", "other")
        ]
        port = free_port()
        text = DEPLOY.joinpath("nginx.conf").read_text("utf-8").replace(":8080", f":{port}")
        for place, replica in zip((":8001", ":8002"), replicas, strict=True):
            assert place in text
            text = text.replace(place, f":{replica.url.rpartition(':')[2]}")
        config = tmp_path / "nginx.conf"
        config.write_text(text, "utf-8")
        log = stack.enter_context(tmp_path.joinpath("nginx.log").open("wb"))
        options = [f"-p{tmp_path}", f"-c{config}", "-g", f"daemon off; pid {tmp_path}/nginx.pid;"]
        process = stack.enter_context(subprocess.Popen([command, *options], stdout=log, stderr=log))
        stack.callback(process.terminate)
        front = Served(f"http://127.0.0.1:{port}", process, tmp_path / "nginx.log")
        until(lambda: process.poll() is not None or _answers(front))
        assert process.poll() is None, front.log
        yield front, replicas


def _answers(front: Served) -> bool:
    try:
        return front.request("GET", "/healthz")[0] == 200
    except OSError:
        return False


def test_a_replica_may_die_and_every_question_is_answered(
    behind_nginx: tuple[Served, list[Served]], pets: Chatbot
) -> None:
    front, replicas = behind_nginx
    questions = [intent.question for intent in pets.intents] * 40
    asked = count(1)

    def ask(question: str) -> tuple[int, bytes]:
        if next(asked) == len(questions) // 2:
            replicas[0].process.kill()
        return front.ask(question)

    with ThreadPoolExecutor(6) as pool:
        answered = list(pool.map(ask, questions))
    assert replicas[0].process.wait(30) != 0
    alone = {question: replicas[1].ask(question) for question in set(questions)}
    assert answered == [alone[question] for question in questions]
    assert {status for status, _ in answered} == {200}


def test_when_all_replicas_are_away_people_are_told_whom_to_call(behind_nginx: tuple[Served, list[Served]]) -> None:
    front, replicas = behind_nginx
    for replica in replicas:
        replica.process.kill()
        replica.process.wait(30)
    status, body = front.ask("what does a cat eat")
    said = json.loads(body)
    assert (status, said["type"], said["status"]) == (503, NOT_READY.uri, 503)
    assert said["safety_note"] == "In an emergency, call 911."


def test_nginx_writes_no_question_down(behind_nginx: tuple[Served, list[Served]], tmp_path: Path) -> None:
    front, _ = behind_nginx
    front.ask("Zanzibarquux77 " * 130)
    front.request("GET", "/nowhere?q=Zanzibarquux77")
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert [path.name for path in files if b"Zanzibarquux77" in path.read_bytes()] == []
    assert re.search(r"\S", front.log) is None
