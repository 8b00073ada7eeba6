# shellcheck shell=bash
# Finds a JDK 25. Sets: jdk

jdk=''

find_jdk() {
  local candidate
  for candidate in "${JAVA_HOME:-}" "${CLUSTERLINE_JDK:-}" /usr/lib/jvm/* /opt/jdk* "$HOME"/.sdkman/candidates/java/* \
    "$HOME"/.jdks/* "$HOME"/.asdf/installs/java/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if [[ -x $candidate/bin/javac ]] && grep -q '^JAVA_VERSION="25[."]' "$candidate/release" 2>/dev/null; then
      jdk=$candidate
      return 0
    fi
  done
  return 1
}

# shellcheck disable=SC2016 # the backquotes are for the reader
jdk_remedy='install a JDK 25 (for instance https://adoptium.net, or `sdk install java 25-tem`) and set JAVA_HOME to it'

require_jdk() {
  [[ -n $jdk ]] || find_jdk || fail 69 "no JDK 25 found (looked in JAVA_HOME, /usr/lib/jvm, ~/.sdkman, ~/.jdks)" "$jdk_remedy"
  export JAVA_HOME=$jdk
}
