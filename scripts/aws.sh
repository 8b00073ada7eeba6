# shellcheck shell=bash
# The AWS stand-in's Python environment: pinned with hashes, private, one per content of requirements.txt.
# Sets: aws_python

aws_python=''

find_aws() {
  local key
  key=$(fingerprint sandbox/aws/requirements.txt)
  aws_python=$cache/aws/$key/bin/python
  [[ -e $cache/aws/$key/complete ]]
}

python_remedy='install Python 3.11 or newer with venv (apt-get install python3 python3-venv)'

has_python() { has python3 && python3 -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

part_aws() {
  find_aws && return 0
  has_python || fail 69 "Python is missing or too old: $python_remedy"
  local home=${aws_python%/bin/python}
  rm -rf "$home"
  echo "installing the AWS emulator into $home"
  python3 -m venv "$home"
  "$home/bin/pip" install --quiet --disable-pip-version-check --require-hashes --only-binary :all: \
    -r "$root/sandbox/aws/requirements.txt"
  touch "$home/complete"
  keep_newest "$cache/aws" 2
}
