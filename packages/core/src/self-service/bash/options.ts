// What the command line says.
// This is bash inside of a template literal: \${ is ${ in the script, and \\ is one backslash.

/** The part of the bash script. */
export const options = `
DRY_RUN=0 WAIT=60 CHOSEN=("\${REGIONS[@]}")

# Takes the Regions that --regions names; only those that this script was made for.
choose() {
  local region known wanted
  IFS=', ' read -r -a CHOSEN <<<"$1"
  [ "\${#CHOSEN[@]}" -gt 0 ] || refuse noRegions "\${REGIONS[*]}"
  for region in "\${CHOSEN[@]}"; do
    known=0
    for wanted in "\${REGIONS[@]}"; do [ "$wanted" = "$region" ] && known=1; done
    [ "$known" = 1 ] || refuse unknownRegion "$region" "\${REGIONS[*]}"
  done
}

read_options() {
  local list='' has_list=0 help=0
  while [ "$#" -gt 0 ]; do
    case $1 in
      --dry-run) DRY_RUN=1 ;;
      --help | -h) help=1 ;;
      --regions=*) list=\${1#*=} has_list=1 ;;
      --wait=*) WAIT=\${1#*=} ;;
      --lang=*) LANGUAGE=\${1#*=} ;;
      --regions | --wait | --lang)
        [ "$#" -gt 1 ] || refuse noValue "$1"
        case $1 in
          --regions) list=$2 has_list=1 ;;
          --wait) WAIT=$2 ;;
          --lang) LANGUAGE=$2 ;;
        esac
        shift
        ;;
      *) refuse unknownOption "$1" ;;
    esac
    shift
  done
  case $LANGUAGE in
    en) words_en ;;
    ja) words_ja ;;
    *) refuse unknownLanguage "$LANGUAGE" ;;
  esac
  case $WAIT in
    '' | *[!0-9]*) refuse badWait "$WAIT" ;;
  esac
  [ "$has_list" = 0 ] || choose "$list"
  if [ "$help" = 1 ]; then
    usage
    exit 0
  fi
}
`;
