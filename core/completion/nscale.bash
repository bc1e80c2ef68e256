# nscale.bash - completion for bash, which asks nscale itself
#
# shellcheck shell=bash
#
# What comes back may be a server's: it is quoted, and never evaluated.

_nscale()
{
  local line=$COMP_LINE rest word part kind before value text i n=-1 width=0
  local apart="'\\''"
  local -a words=() values=() texts=()

  COMPREPLY=()
  # Bash splits at "=" and ":" as well: what no blank separates is one word.
  for ((i = 0; i <= COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    rest=${line#"${line%%[![:space:]]*}"}
    if [[ $n -lt 0 || $rest != "$line" || -z $word ]]; then
      n=$((n + 1))
    fi
    words[n]=${words[n]-}$word
    line=${rest#"$word"}
  done
  part=$word
  [[ $part != "=" && $part != ":" ]] || part=
  before=${words[n]%"$part"}
  for ((i = 0; i <= n; i++)); do
    words[i]=${words[i]//[\\\"\']/}
  done

  while IFS=$'\t' read -r value text; do
    if [[ -z ${kind-} ]]; then
      kind=$value
      continue
    fi
    value=${value#"${before//[\\\"\']/}"}
    # What is more than a word is quoted: as the quotes it stands in ask for,
    # where these can have it.
    if [[ $value == *[!A-Za-z0-9_./@+,=:-]* ]]; then
      case $part in
        \'*)
          [[ $value != *[[:cntrl:]]* ]] || continue
          value=${value//\'/$apart}
          ;;
        \"*)
          [[ $value != *[[:cntrl:]!]* ]] || continue
          value=${value//\\/\\\\}
          value=${value//\"/\\\"}
          value=${value//\$/\\\$}
          value=${value//\`/\\\`}
          ;;
        *) printf -v value %q "$value" ;;
      esac
    fi
    values+=("$value")
    texts+=("$text")
    ((${#value} <= width)) || width=${#value}
  done < <(command nscale __complete "${words[@]:1}" 2>/dev/null)

  case ${kind-} in
    files) compopt -o default ;;
    directories) compopt -o dirnames ;;
    *) COMPREPLY=("${values[@]}") ;;
  esac
  # Behind the name of a member its value follows.
  [[ ${#values[@]} -ne 1 || ${values[0]} != *= ]] || compopt -o nospace
  # Where the matches are only listed, each is listed with what it means.
  if [[ ${#values[@]} -gt 1 && ${COMP_TYPE-} == @(33|63|64) ]]; then
    for ((i = 0; i < ${#values[@]}; i++)); do
      [[ -z ${texts[i]} ]] ||
        printf -v "COMPREPLY[i]" '%-*s  (%s)' "$width" "${values[i]}" \
          "${texts[i]}"
    done
  fi
}

complete -F _nscale nscale
