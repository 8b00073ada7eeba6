# shellcheck shell=bash
# Runs every test and counts them: Java (Maven), Go, Python, and whole builds in the sandbox (end to end).

# verify [--complete|--full]: --complete also builds the 14-node Eco² cluster, and makes the Docker engine for the tests in
# containers (34 s once, 45 s of tests); .ci/run does that. --full does the drills
# completely, not a sample of them, builds small.yaml on real Debian machines too, and writes docs/failure-matrix.md anew: an
# hour and more.
verify() {
  local clusters=(small)
  drill=()
  case ${1:-} in
    '') ;;
    --complete) clusters+=(eco2) ;;
    --full)
      clusters+=(eco2)
      drill=(-Dclusterline.drill=complete -Dclusterline.drill.write=true)
      ;;
    *) fail 64 "verify takes --complete, --full or nothing, not '$1'" ;;
  esac
  needs_prometheus=yes
  case ${1:-} in
    --full) setup all ;;
    --complete) setup complete ;;
    *) setup debian ;;
  esac
  find_node && find_aws && find_prometheus
  find_browser || (provide browser) || true # without one its tests are skipped
  if find_browser; then
    export CLUSTERLINE_CHROMIUM=$chromium
  else
    say "verify: the page's tests in a browser are skipped: $browser_remedy"
  fi
  export CLUSTERLINE_NODE_BINARY=$node_home/kube CLUSTERLINE_AWS_PYTHON=$aws_python
  export_debian
  reports=$(mktemp -d "${TMPDIR:-/tmp}/clusterline-verify.XXXXXX")
  local failed=0
  run_suite scripts test_scripts || failed=1
  run_suite java test_java || failed=1
  run_suite go test_go || failed=1
  run_suite python test_python || failed=1
  run_suite monitoring test_monitoring || failed=1
  run_suite page test_page || failed=1
  if find_docker; then
    run_suite docker test_docker || failed=1
  else
    say 'verify: the tests in containers are skipped: ./clusterline setup all makes a Docker engine'
  fi
  if [[ ${1:-} == --full && -n $chromium ]]; then run_suite browser test_browser || failed=1; fi
  local cluster
  for cluster in "${clusters[@]}"; do run_suite "e2e-$cluster" test_end_to_end "$cluster" || failed=1; done
  if [[ ${1:-} == --full && -n ${CLUSTERLINE_DEBIAN:-} ]]; then run_suite e2e-debian test_end_to_end small --hosts=debian || failed=1; fi
  run_suite e2e-terminal test_terminal || failed=1
  python3 "$root/scripts/count_tests.py" "$root" "$reports" || failed=1
  return "$failed"
}

# The tests on real Debian machines run where setup could make them; else they say by this why not.
export_debian() {
  if find_debian; then
    export CLUSTERLINE_DEBIAN=$debian_home
  else
    export CLUSTERLINE_DEBIAN_LACKS=$debian_lacks
    say "verify: the tests on real Debian machines are skipped: needs $debian_lacks"
  fi
}

# The benchmarks are test code whose names the test runs pass over.
bench() {
  require_jdk
  cd "$root" && mvn -q -B -ntp -Dspotless.check.skip -Dspotless.apply.skip -pl bench -am verify -Dtest=*Benchmarks \
    -Dsurefire.failIfNoSpecifiedTests=false | grep '^bench: '
}

# run_suite NAME COMMAND…: its output goes to a file, its end to the reader; a failure shows the end of the file.
run_suite() {
  local name=$1 log=$reports/$1.log begin=$SECONDS
  shift
  say "verify: $name (log: $log)"
  if ("$@") >"$log" 2>&1; then
    : >"$reports/$name.passed"
    say "verify: $name passed ($((SECONDS - begin)) s)"
  else
    say "verify: $name FAILED ($((SECONDS - begin)) s); the end of its log:" "$(tail -n 60 "$log" | sed 's/^/  | /')"
    return 1
  fi
}

test_scripts() {
  local script
  for script in "$self" "$root"/scripts/*.sh "$root"/scripts/test/*.sh "$root"/sandbox/debian/*.sh "$root"/sandbox/docker/*.sh "$root"/deploy/monitoring/*.sh "$root/.ci/run"; do bash -n "$script" || return 1; done
  ! has shellcheck || (cd "$root" && shellcheck clusterline .ci/run scripts/test/*.sh sandbox/debian/*.sh sandbox/docker/*.sh) || return 1
  "$root/scripts/test/packages_test.sh" && "$root/scripts/test/enclose_test.sh" && "$root/scripts/test/debian_test.sh"
}

# A test that fails must not leave out the modules that build on its own: Maven goes through all of them.
test_java() {
  find "$root" -path '*/target/surefire-reports/TEST-*.xml' -delete
  cd "$root"
  mvn -B -ntp --fail-at-end -Dspotless.goal=check -Dmaven.test.failure.ignore=true "${drill[@]}" verify || return 1
  local red
  red=$(find "$root" -path '*/target/surefire-reports/TEST-*.xml' -exec grep -lE '<(failure|error)[ >]' {} + || true)
  [[ -z $red ]] || { echo "with failures: $red" && return 1; }
}

# The tests that need a broker once more, on one in a container: Testcontainers and a Docker engine of our own, in a network
# that has nothing but loopback. test_java has compiled them.
test_docker() {
  cd "$root"
  "$root/sandbox/docker/engine.sh" "$docker_home" mvn -B -ntp --offline -Dspotless.check.skip -Dsurefire.reportNameSuffix=docker \
    -pl testkit -am test -Dtest=ContainerBrokerTest,RoutingTest,StageOnBrokerTest -Dsurefire.failIfNoSpecifiedTests=false
}

# The page in a browser once more, completely, where there is no network but loopback. test_java has compiled it and fetched
# what it needs.
test_browser() {
  cd "$root"
  unshare --net -- bash -c 'ip link set lo up && exec "$@"' browser mvn -B -ntp --offline -Dspotless.check.skip \
    -Dspotless.apply.skip -Dclusterline.drill=complete -Dsurefire.reportNameSuffix=browser \
    -pl console -am test -Dtest=BrowserTest -Dsurefire.failIfNoSpecifiedTests=false
}

# Built with the flags of build.sh, whose compiled packages serve again. Vetting what imports Kubernetes would compile all
# of it once more, so only the machines daemon and what it is made of is vetted. The tests with the tag boot hosts as root.
test_go() {
  export CGO_ENABLED=0 GOFLAGS='-trimpath -buildvcs=false'
  cd "$root/sandbox/node"
  local light
  mapfile -t light < <(go list -deps ./cmd/machines | grep '^clusterline.io/')
  go vet -tags root "${light[@]}" || return 1
  go test -vet=off -json ./... >"$reports/go.json" || { go_failures && return 1; }
  [[ $EUID -eq 0 ]] || { echo "the tests that boot hosts need root: run as root (sudo ./clusterline verify)" && return 1; }
  go test -vet=off -tags root -json ./cmd/machines >>"$reports/go.json" || { go_failures && return 1; }
}

# What the tests that failed, and the packages that did not compile, have printed.
go_failures() {
  python3 "$root/scripts/go_failures.py" "$reports/go.json"
}

test_python() {
  "$root/sandbox/aws/test.sh" "$cache/aws/tests" --junitxml "$reports/python.xml"
}

# Rules and their tests by promtool, dashboards and runbooks, and the strict decoder of Grafana's SDK.
test_monitoring() { PROMTOOL=$promtool "$root/deploy/monitoring/test.sh"; }

# What the console's page makes of events and of its store; test_java has built it.
test_page() { cd "$root/console/page" && npm test --silent; }

# test_end_to_end CLUSTER [OPTION]: a whole build ends with every node ready and every add-on healthy. It runs in a network namespace
# that has nothing but loopback, and nothing in it may even have tried to reach anything else. The small cluster is built on
# an AWS that knows nothing at once and enforces docs/iam-policy.json; then it is deleted, and nothing may be left. A Prometheus
# scrapes it meanwhile, and then every expression of dashboards, rules and alerts has to give what such a build fills.
test_end_to_end() {
  local result=$reports/e2e-$1${2:-}.json strict=() watched=() begin=$EPOCHSECONDS
  [[ $1 != small ]] || strict=(--aws=enforced-iam,eventual --delete)
  [[ $* != small ]] || watched=(--monitoring)
  unshare --net -- bash -c 'ip link set lo up && "$@"; code=$?; head -n 2 /proc/net/snmp >"$0"; exit $code' "$result.ip" \
    "$self" demo -f "$root/deploy/clusters/$1.yaml" --latency=none "${strict[@]}" "${watched[@]}" "${@:2}" -o json \
    >"$result.all" 2> >(tee "$result.err" >&2) || true
  tail -n 1 "$result.all" | tee "$result"
  python3 "$root/scripts/check_build.py" "$root/deploy/clusters/$1.yaml" "$result" "$result.ip" "${strict[@]:+--removed}" || return 1
  [[ ${#watched[@]} -eq 0 ]] || check_expressions "$result.err" "$begin"
}

# check_expressions MESSAGES BEGIN: of the demo that printed the messages. CLUSTERLINE_EXPRESSIONS_PAGE=FILE keeps the results.
check_expressions() {
  local run
  run=$(grep -A1 -m1 'Their logs are in' "$1" | tail -n1 | sed 's/^ *//')
  python3 "$root/scripts/check_expressions.py" "$prometheus" "$run" "$2" "$EPOCHSECONDS" ${CLUSTERLINE_EXPRESSIONS_PAGE:+"$CLUSTERLINE_EXPRESSIONS_PAGE"}
}

# test_terminal: a demo on a terminal, kept, whose console is killed meanwhile: the build does not notice. Its processes' metrics agree
# with their page, and a collector of our own has got its whole trace, with the calls of every service; Ctrl-C then ends all of it with
# exit code 130 and a line of its own.
test_terminal() {
  local shown=$reports/terminal.txt traces=$reports/traces killed=$reports/console.json code=0 collector killing
  mkdir "$traces"
  python3 "$root/scripts/check_traces.py" receive "$traces" &
  collector=$!
  until [[ -e $traces/address ]]; do kill -0 "$collector" && sleep 0.1 || return 1; done
  python3 "$root/scripts/kill_console.py" kill "$self" small "$killed" &
  killing=$!
  CLUSTERLINE_OTLP_ENDPOINT=$(<"$traces/address") \
    python3 "$root/cli/src/test/resources/on_terminal.py" 24 80 300 'runs until Ctrl-C' \
    "python3 '$root/scripts/kill_console.py' compare '$self' small '$killed' &&
     python3 '$root/scripts/check_metrics.py' '$self' '$root/docs/metrics.md' small &&
     python3 '$root/scripts/check_traces.py' check '$traces' small" -- \
    "$self" demo --keep --console -f "$root/deploy/clusters/small.yaml" --latency=none >"$shown" || code=$?
  kill "$collector"
  wait "$killing" || return 1
  [[ $code -eq 130 ]] || { tail -c 2000 "$shown" && echo "exit code $code, not 130" && return 1; }
  python3 "$root/scripts/check_terminal.py" "$shown"
}
