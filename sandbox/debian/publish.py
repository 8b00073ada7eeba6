"""Signed apt repositories and a certificate authority of our own, as files for serve.py.

usage: publish.py DEBIAN_DEBS OUR_DEBS MINOR OUTPUT
"""

import email.utils
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HOSTS = (
    "deb.debian.org pkgs.k8s.io download.docker.com registry.k8s.io registry-1.docker.io docker.io quay.io ghcr.io public.ecr.aws"
).split()
KUBERNETES = ("kubelet_", "kubeadm_", "kubectl_", "cri-tools_", "kubernetes-cni_", "kube-node-binary_")


def sha256(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


class Signer:
    """A key per repository, in a key ring that goes when we end."""

    def __init__(self, home: str):
        self.environment = os.environ | {"GNUPGHOME": home}

    def gpg(self, *arguments: str) -> bytes:
        command = ["gpg", "--batch", "--quiet", "--yes", "--passphrase", "", *arguments]
        return subprocess.run(command, env=self.environment, check=True, capture_output=True).stdout

    def sign(self, name: str, release: Path) -> None:
        """Writes InRelease beside it."""
        self.gpg("--quick-generate-key", f"{name} <{name}@sandbox>", "rsa3072", "sign", "never")
        self.gpg("--local-user", f"{name}@sandbox", "--clearsign", "--output", str(release.with_name("InRelease")), str(release))

    def public_key(self, name: str) -> bytes:
        return self.gpg("--armor", "--export", f"{name}@sandbox")


def index(root: Path, pool: Path) -> str:
    """The Packages file of a pool, with paths from root."""
    entries = []
    for deb in sorted(pool.glob("*.deb")):
        fields = subprocess.run(["dpkg-deb", "-f", deb], check=True, capture_output=True, text=True).stdout.rstrip()
        where = f"Filename: {deb.relative_to(root)}\nSize: {deb.stat().st_size}\nSHA256: {sha256(deb)}"
        entries.append(f"{fields}\n{where}\n")
    return "\n".join(entries)


def release(folder: Path, packages: str, content: str, fields: dict[str, str]) -> Path:
    (folder / packages).parent.mkdir(parents=True, exist_ok=True)
    (folder / packages).write_text(content)
    lines = [f"{key}: {value}" for key, value in fields.items()]
    lines += [f"Date: {email.utils.formatdate(usegmt=True)}", "Architectures: amd64", "SHA256:"]
    lines += [f" {sha256(folder / packages)} {len(content.encode())} {packages}"]
    file = folder / "Release"
    file.write_text("\n".join(lines) + "\n")
    return file


def dists(root: Path, suite: str, component: str, debs: list[Path], name: str, signer: Signer) -> None:
    """A repository of the usual shape."""
    pool = root / "pool"
    pool.mkdir(parents=True)
    for deb in debs:
        os.link(deb, pool / deb.name)
    fields = {"Origin": name, "Label": name, "Suite": suite, "Codename": suite, "Components": component}
    signer.sign(name, release(root / "dists" / suite, f"{component}/binary-amd64/Packages", index(root, pool), fields))


def flat(root: Path, debs: list[Path], name: str, signer: Signer) -> None:
    """A repository without dists, as Kubernetes has them."""
    pool = root / "amd64"
    pool.mkdir(parents=True)
    for deb in debs:
        os.link(deb, pool / deb.name)
    signer.sign(name, release(root, "Packages", index(root, pool), {"Origin": name, "Label": name}))


def authority(folder: Path) -> None:
    """One certificate for all hosts. The authority's key goes at once: nobody can make another."""

    def openssl(*arguments: str) -> None:
        subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)

    folder.mkdir()
    key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
    openssl("req", "-x509", *key, "-days", "3650", "-subj", "/CN=Clusterline sandbox", "-keyout", "ca.key", "-out", "ca.crt")
    openssl("req", *key, "-subj", f"/CN={HOSTS[0]}", "-keyout", "server.key", "-out", "server.csr")
    (folder / "names").write_text("subjectAltName=" + ",".join(f"DNS:{host}" for host in HOSTS) + "\n")
    sign = ("-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial", "-days", "3650", "-extfile", "names")
    openssl("x509", "-req", "-in", "server.csr", *sign, "-out", "server.crt")
    (folder / "ca.key").unlink()


def main(debian_debs: str, our_debs: str, minor: str, output: str) -> None:
    web = Path(output, "www")
    ours = sorted(Path(our_debs).glob("*.deb"))
    with tempfile.TemporaryDirectory(dir="/tmp") as home:
        signer = Signer(home)
        dists(web / "deb.debian.org/debian", "trixie", "main", sorted(Path(debian_debs).glob("*.deb")), "debian", signer)
        (web / "debian.asc").write_bytes(signer.public_key("debian"))
        docker = web / "download.docker.com/linux/debian"
        dists(docker, "trixie", "stable", [deb for deb in ours if deb.name.startswith("containerd.io_")], "docker", signer)
        (docker / "gpg").write_bytes(signer.public_key("docker"))
        kubernetes = web / f"pkgs.k8s.io/core:/stable:/v{minor}/deb"
        flat(kubernetes, [deb for deb in ours if deb.name.startswith(KUBERNETES)], "kubernetes", signer)
        (kubernetes / "Release.key").write_bytes(signer.public_key("kubernetes"))
        subprocess.run(["gpgconf", "--homedir", home, "--kill", "all"], check=False)
    authority(Path(output, "tls"))
    Path(output, "hosts").write_text("\n".join(HOSTS) + "\n")


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    shutil.rmtree(Path(sys.argv[4], "www"), ignore_errors=True)
    shutil.rmtree(Path(sys.argv[4], "tls"), ignore_errors=True)
    main(*sys.argv[1:])
