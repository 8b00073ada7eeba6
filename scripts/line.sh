# shellcheck shell=bash
# The Java side: builds the applications when their sources changed and lays them out for a fast start.
# Sets: line_key, flags

services=(infra-service bootstrap-service network-service gitops-service)
applications=(cli sandbox "${services[@]}" console)
# An AOT cache fits only the flags it was made with; the command line starts the services with the same ones.
# Xmn: a small young generation, so that four services stay below a gigabyte. ArchiveRelocationMode=0: the cache is mapped where
# it was made for; else each start patches all of it, and so has a copy of its own in memory. ReservedCodeCacheSize: at a share
# of it the code cache is collected, which stops the program for 0.1 s. CompileThresholdScaling: most of what a stage runs, it runs
# once; compiling it costs more. spring.aot: which beans there are was decided when the jar was built; see build_jars.
jvm_flags=(-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:CompileThresholdScaling=5 -Xss512k -Xmx96m -Xmn16m -Xlog:disable -Xlog:all=error:stderr
  -XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0 -XX:ReservedCodeCacheSize=200m
  --enable-native-access=ALL-UNNAMED -Dspring.aot.enabled=true)

line_key=''

find_line() {
  line_key=$(fingerprint pom.xml scripts/line.sh common state-aws kubernetes "${applications[@]}" \
    deploy/monitoring/rules deploy/monitoring/grafana/dashboards -- \
    \( -name pom.xml -o -name line.sh -o -path '*/src/main/*' -o -path '*/page/src/*' -o -name package-lock.json \
    -o -path 'deploy/monitoring/*' \) \
    -not -path '*/target/*' -not -path '*/node_modules/*')
  [[ -e $cache/line/$line_key/complete ]]
}

# require_line: for commands that need the applications and nothing else of setup.
require_line() {
  require_jdk
  find_line || setup line
  touch "$cache/line/$line_key"
}

part_line() {
  require_jdk
  find_line && return 0
  has mvn || fail 69 "Maven is missing: install Maven 3.9 or newer (apt-get install maven)"
  local home=$cache/line/$line_key application
  rm -rf "$home"
  echo "building the applications with Maven"
  build_jars
  for application in "${applications[@]}"; do lay_out "$application" "$home"; done
  printf '%s\n' "${jvm_flags[@]}" >"$home/flags"
  touch "$home/complete"
  keep_newest "$cache/line" 3
}

# Without the tests, which Error Prone would look at too. From nothing: a resource that has moved to another
# module would stay where it was, and hide the new one. With Spring's own work ahead of time, which is a quarter of a
# service's start.
build_jars() {
  local modules
  rm -rf "$root"/*/target/classes
  modules=$(IFS=, && echo "${applications[*]}")
  (cd "$root" && mvn -q -B -T1C -Dmaven.test.skip=true -Dspring-boot.aot.skip=false -Dspotless.apply.skip -Dspotless.check.skip \
    -pl "$modules" -am package)
}

# lay_out APPLICATION DIRECTORY: the executable jar as one thin jar beside its libraries, which starts faster.
lay_out() {
  local jar
  jar=$(find "$root/$1/target" -maxdepth 1 -name "$1-*-exec.jar")
  [[ -n $jar ]] || fail 70 "Maven built no $1-*-exec.jar"
  "$jdk/bin/java" -Djarmode=tools -jar "$jar" extract --destination "$2/$1"
  mv "$2/$1/$(basename "$jar")" "$2/$1/$1.jar"
}

find_training() { [[ -e $cache/line/$line_key/trained ]]; }

# AOT caches: what each application loaded while a small cluster was built in the sandbox or, where there is none, while it
# started. They fit only these jars at this place with these flags; without them all works, only slower.
part_training() {
  require_jdk
  find_line
  local home=$cache/line/$line_key scratch
  if [[ -x $rabbitmq_server ]]; then
    echo "recording how the applications run, for faster starts"
    scratch=$(mktemp -d "$cache/line/.training.XXXXXX")
    if record_demo "$scratch" || run_cli train "$scratch"; then rm -rf "$scratch"; fi
  fi
  touch "$home/trained"
}

record_demo() {
  is_root && find_aws && find_node && find_sshd || return 1
  recording=true run_cli demo --console --latency=none -f "$root/deploy/clusters/small.yaml" >"$1/demo.log" 2>&1
}

# java_flags APPLICATION_DIRECTORY: sets flags, with the AOT cache when there is one, or to record one.
java_flags() {
  local cached=$1/${1##*/}.aot
  flags=("${jvm_flags[@]}")
  if [[ ${recording:-} == true ]]; then
    flags+=("-XX:AOTCacheOutput=$cached" -Dclusterline.recording=true)
  elif [[ -e $cached ]]; then
    flags+=("-XX:AOTCache=$cached")
  fi
}

# chart_check CHARTS: renders the real charts of a folder with the catalogue's values and writes their inventories.
chart_check() {
  [[ -d ${1:-} ]] || fail 64 "usage: ./clusterline chart-check CHARTS (a folder with NAME/ or NAME-VERSION.tgz of each chart)"
  local app=$cache/line/$line_key/gitops-service inventories=$root/gitops-service/src/main/resources/inventory
  local keys=$root/common/src/main/resources/chart-values
  "$jdk/bin/java" -Xmx512m -Xss4m --enable-native-access=ALL-UNNAMED -cp "$app/gitops-service.jar" \
    io.clusterline.gitops.inventory.ChartCheck "$1" "$root/deploy/clusters/eco2.yaml" "$inventories" "$keys"
}
