"""Two container images as an OCI registry keeps them, for serve.py.

The image `kube` holds the programs of the control plane; the image `idle` holds one program that waits, under the names
that the containers of kubeadm's manifests start.

usage: images.py KUBE IDLE OUTPUT
"""

import hashlib
import io
import json
import sys
import tarfile
from pathlib import Path

CONTROL_PLANE = ("etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler")
NOBODY = "65532:65532"


def entry(name: str, kind: bytes, mode: int) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.mode = kind, mode
    return info


def layer(program: Path, home: str, names: list[str]) -> bytes:
    """The program at home, and links of these names to it."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        for folder in ("usr", "usr/local", "usr/local/bin", "tmp", "etc"):
            tar.addfile(entry(folder, tarfile.DIRTYPE, 0o1777 if folder == "tmp" else 0o755))
        info = entry(home, tarfile.REGTYPE, 0o755)
        info.size = program.stat().st_size
        with program.open("rb") as content:
            tar.addfile(info, content)
        for name in names:
            link = entry(name, tarfile.SYMTYPE, 0o777)
            link.linkname = "/" + home
            tar.addfile(link)
    return out.getvalue()


class Registry:
    def __init__(self, folder: Path):
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def blob(self, content: bytes) -> tuple[str, int]:
        digest = "sha256:" + hashlib.sha256(content).hexdigest()
        (self.folder / digest).write_bytes(content)
        return digest, len(content)

    def descriptor(self, kind: str, content: bytes) -> dict:
        digest, size = self.blob(content)
        return {"mediaType": f"application/vnd.oci.image.{kind}", "digest": digest, "size": size}

    def image(self, name: str, tar: bytes, entrypoint: str, user: str) -> None:
        rootfs = {"type": "layers", "diff_ids": ["sha256:" + hashlib.sha256(tar).hexdigest()]}
        settings = {"Entrypoint": [entrypoint], "Env": ["PATH=/usr/local/bin:/usr/bin:/bin"], "User": user}
        config = {"architecture": "amd64", "os": "linux", "config": settings, "rootfs": rootfs}
        manifest = {
            "schemaVersion": 2,
            "mediaType": "application/vnd.oci.image.manifest.v1+json",
            "config": self.descriptor("config.v1+json", json.dumps(config).encode()),
            "layers": [self.descriptor("layer.v1.tar", tar)],
        }
        digest, _ = self.blob(json.dumps(manifest).encode())
        (self.folder / name).write_text(digest)


def main(kube: str, idle: str, output: str) -> None:
    registry = Registry(Path(output))
    programs = [f"usr/local/bin/{name}" for name in CONTROL_PLANE]
    registry.image("kube", layer(Path(kube), "usr/local/bin/kube", programs), "/usr/local/bin/kube", "")
    waiting = layer(Path(idle), "pause", ["usr/local/bin/kube-proxy", "coredns"])
    registry.image("idle", waiting, "/pause", NOBODY)


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
