# bash completion for holdfast. Load it with: source <(holdfast completion bash)
_holdfast() {
  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} words= word i=1 next= options= choices=
  # The words before the cursor, without options and what belongs to them.
  while [ "$i" -lt "$COMP_CWORD" ]; do
    word=${COMP_WORDS[i]}
    case "$word" in
      --addon-id | --at | --backup-destination-id | --backup-id | --backup-type | --backup-uid | --compression-type | --container-name | --context | --cursor | --custom-destination-id | --database | --day | --description | --direction | --duration | --end-time | --every | --expires-at | --file | --host | --hour | --input | --interval | --limit | --line-limit | --minute | --name | --output | --page | --path | --per-page | --permissions | --prefix | --project-id | --projects | --query-type | --regex-includes | --regex-not-includes | --restore-id | --retention-time | --role-id | --schedule-id | --source-addon-id | --source-project-id | --start-time | --tags | --target-database | --text-includes | --text-not-includes | --ticket | --time-zone | --timeout | --to | --token | --token-id | --type | --unpack | -f | -o) i=$((i + 1)) ;;
      -*) ;;
      *) words="${words:+$words }$word" ;;
    esac
    i=$((i + 1))
  done
  case "$prev" in
    --backup-type) choices='dump snapshot' ;;
    --compression-type) choices='gz zstd' ;;
    --direction) choices='backward forward' ;;
    --interval) choices='daily hourly weekly' ;;
    --output) choices='csv json name table yaml' ;;
    --query-type) choices='range tail' ;;
    --type) choices='local mongodb mysql postgresql redis s3' ;;
    -o) choices='csv json name table yaml' ;;
    -f | --file | --to)
      COMPREPLY=($(compgen -f -- "$cur"))
      return
      ;;
  esac
  if [ -n "$choices" ]; then
    COMPREPLY=($(compgen -W "$choices" -- "$cur"))
    return
  fi
  case "$words" in
    '') next='abort add backup backups catalog completion context create delete demo discover download get import list login logs man patch pause put restore resume retain revoke server settings test' ;;
    'abort') next='addon' ;;
    'abort addon') next='backup restore' ;;
    'add') next='backup-destination' ;;
    'backup') next='addon' ;;
    'catalog') next='migrate' ;;
    'context') next='delete list use' ;;
    'create') next='addon project role schedule token' ;;
    'create addon') next='backup-schedule' ;;
    'delete') next='addon backup backup-destination project role schedule' ;;
    'delete addon') next='backup-schedule' ;;
    'delete backup-destination') next='backup' ;;
    'discover') next='addons' ;;
    'download') next='addon' ;;
    'download addon') next='backup' ;;
    'get') next='addon backup-destination docs health openapi project ready role token' ;;
    'get addon') next='backup backup-retention backup-schedule backup-schedules backups restores schedules types version' ;;
    'get addon backup') next='download logs restores' ;;
    'get addon backup-schedule') next='firings' ;;
    'get addon restores') next='logs' ;;
    'get backup-destination') next='backup' ;;
    'import') next='addon' ;;
    'import addon') next='backup' ;;
    'list') next='addons backup-destinations backup-destinations-backups plans projects regions roles tokens' ;;
    'patch') next='addon backup-destination project role' ;;
    'pause') next='addon' ;;
    'put') next='addon project' ;;
    'restore') next='addon backup-destination' ;;
    'restore addon') next='backup' ;;
    'restore backup-destination') next='backup' ;;
    'resume') next='addon' ;;
    'retain') next='addon' ;;
    'retain addon') next='backup' ;;
    'revoke') next='token' ;;
    'test') next='backup-destination' ;;
  esac
  # What follows on a command's words are its operands.
  while [ -n "$words" ] && [ -z "$options" ]; do
    case "$words" in
      'list backup-destinations') options='--per-page --page --cursor --all --limit --watch --every --context -o --output --help' ;;
      'add backup-destination') options='--name --description --type --prefix --path -f --file --input --skip-test --context -o --output --help' ;;
      'get backup-destination') options='--backup-destination-id --watch --every --context -o --output --help' ;;
      'patch backup-destination') options='--backup-destination-id --name --description -f --file --input --skip-test --context -o --output --help' ;;
      'delete backup-destination') options='--backup-destination-id --context -o --output --help' ;;
      'test backup-destination') options='--backup-destination-id --context -o --output --help' ;;
      'list backup-destinations-backups') options='--backup-destination-id --per-page --page --cursor --all --limit --watch --every --context -o --output --help' ;;
      'backups') options='--backup-destination-id --per-page --page --cursor --all --limit --watch --every --context -o --output --help' ;;
      'get backup-destination backup') options='--backup-destination-id --backup-uid --watch --every --context -o --output --help' ;;
      'delete backup-destination backup') options='--backup-destination-id --backup-uid --context -o --output --help' ;;
      'restore backup-destination backup') options='--backup-destination-id --backup-uid --project-id --addon-id --database --target-database --only-if-empty -f --file --input --wait --timeout --context -o --output --help' ;;
      'list projects') options='--per-page --page --cursor --all --limit --watch --every --context -o --output --help' ;;
      'create project') options='--name --description -f --file --input --context -o --output --help' ;;
      'put project') options='--name --description -f --file --input --context -o --output --help' ;;
      'get project') options='--project-id --watch --every --context -o --output --help' ;;
      'patch project') options='--project-id --name --description -f --file --input --context -o --output --help' ;;
      'delete project') options='--project-id --delete-child-objects --context -o --output --help' ;;
      'list addons') options='--project-id --per-page --page --cursor --all --limit --watch --every --context -o --output --help' ;;
      'create addon') options='--project-id --name --description --type --tags -f --file --input --skip-test --context -o --output --help' ;;
      'put addon') options='--project-id --name --description --type --tags -f --file --input --skip-test --context -o --output --help' ;;
      'discover addons') options='--project-id --type -f --file --input --context -o --output --help' ;;
      'get addon') options='--project-id --addon-id --watch --every --context -o --output --help' ;;
      'patch addon') options='--project-id --addon-id --name --description --type --tags -f --file --input --skip-test --context -o --output --help' ;;
      'delete addon') options='--project-id --addon-id --context -o --output --help' ;;
      'get addon version') options='--project-id --addon-id --watch --every --context -o --output --help' ;;
      'pause addon') options='--project-id --addon-id --context -o --output --help' ;;
      'resume addon') options='--project-id --addon-id --context -o --output --help' ;;
      'get addon backups') options='--project-id --addon-id --per-page --page --cursor --all --limit --watch --every --context -o --output --help' ;;
      'backup addon') options='--project-id --addon-id --name --backup-type --compression-type --custom-destination-id -f --file --input --wait --timeout --context -o --output --help' ;;
      'get addon backup') options='--project-id --addon-id --backup-id --watch --every --context -o --output --help' ;;
      'delete backup') options='--project-id --addon-id --backup-id --context -o --output --help' ;;
      'abort addon backup') options='--project-id --addon-id --backup-id --context -o --output --help' ;;
      'retain addon backup') options='--project-id --addon-id --backup-id --context -o --output --help' ;;
      'import addon backup') options='--project-id --addon-id --name --import-all-databases --compression-type --custom-destination-id -f --file --input --wait --timeout --context -o --output --help' ;;
      'import') options='--project-id --addon-id --name --import-all-databases --compression-type --custom-destination-id -f --file --input --wait --timeout --context -o --output --help' ;;
      'get addon backup download') options='--project-id --addon-id --backup-id --snapshot --database --watch --every --context -o --output --help' ;;
      'restore addon backup') options='--project-id --addon-id --backup-id --source-project-id --source-addon-id --database --target-database --only-if-empty --wait --timeout --context -o --output --help' ;;
      'abort addon restore') options='--project-id --addon-id --backup-id --restore-id -f --file --input --source-project-id --source-addon-id --context -o --output --help' ;;
      'get addon backup restores') options='--project-id --addon-id --backup-id --source-project-id --source-addon-id --per-page --page --cursor --all --limit --watch --every --context -o --output --help' ;;
      'get addon restores') options='--project-id --addon-id --per-page --page --cursor --all --limit --watch --every --context -o --output --help' ;;
      'get addon backup logs') options='--project-id --addon-id --backup-id --query-type --start-time --end-time --duration --line-limit --direction --container-name --text-includes --text-not-includes --regex-includes --regex-not-includes --follow --context -o --output --help' ;;
      'logs') options='--project-id --addon-id --backup-id --query-type --start-time --end-time --duration --line-limit --direction --container-name --text-includes --text-not-includes --regex-includes --regex-not-includes --follow --context -o --output --help' ;;
      'get addon restores logs') options='--project-id --addon-id --backup-id --restore-id --query-type --start-time --end-time --duration --line-limit --direction --container-name --text-includes --text-not-includes --regex-includes --regex-not-includes --source-project-id --source-addon-id --follow --context -o --output --help' ;;
      'get addon backup-retention') options='--project-id --addon-id --at --per-page --page --cursor --all --limit --watch --every --context -o --output --help' ;;
      'get addon backup-schedules') options='--project-id --addon-id --per-page --page --cursor --all --limit --watch --every --context -o --output --help' ;;
      'get addon schedules') options='--project-id --addon-id --per-page --page --cursor --all --limit --watch --every --context -o --output --help' ;;
      'create addon backup-schedule') options='--project-id --addon-id --backup-type --interval --minute --hour --day --retention-time --compression-type --custom-destination-id --time-zone -f --file --input --context -o --output --help' ;;
      'create schedule') options='--project-id --addon-id --backup-type --interval --minute --hour --day --retention-time --compression-type --custom-destination-id --time-zone -f --file --input --context -o --output --help' ;;
      'delete addon backup-schedule') options='--project-id --addon-id --schedule-id --context -o --output --help' ;;
      'delete schedule') options='--project-id --addon-id --schedule-id --context -o --output --help' ;;
      'get addon backup-schedule firings') options='--project-id --addon-id --schedule-id --per-page --page --cursor --all --limit --watch --every --context -o --output --help' ;;
      'list roles') options='--per-page --page --cursor --all --limit --watch --every --context -o --output --help' ;;
      'create role') options='--name --permissions --projects -f --file --input --context -o --output --help' ;;
      'get role') options='--role-id --watch --every --context -o --output --help' ;;
      'patch role') options='--role-id --name --permissions --projects -f --file --input --context -o --output --help' ;;
      'delete role') options='--role-id --context -o --output --help' ;;
      'list tokens') options='--per-page --page --cursor --all --limit --watch --every --context -o --output --help' ;;
      'create token') options='--name --role-id --expires-at -f --file --input --context -o --output --help' ;;
      'get token') options='--token-id --watch --every --context -o --output --help' ;;
      'revoke token') options='--token-id --context -o --output --help' ;;
      'get addon types') options='--watch --every --context -o --output --help' ;;
      'list plans') options='--watch --every --context -o --output --help' ;;
      'list regions') options='--watch --every --context -o --output --help' ;;
      'download addon backup') options='--project-id --addon-id --backup-id --ticket --database --to --force --unpack --context --help' ;;
      'download') options='--project-id --addon-id --backup-id --ticket --database --to --force --unpack --context --help' ;;
      'get openapi') options='--context --help' ;;
      'get docs') options='--context --help' ;;
      'get health') options='--watch --every --context -o --output --help' ;;
      'get ready') options='--watch --every --context -o --output --help' ;;
      'login') options='--host --token --name --help' ;;
      'context list') options='-o --output --help' ;;
      'context use') options='--help' ;;
      'context delete') options='--help' ;;
      'completion') options='--help' ;;
      'man') options='--help' ;;
      'server') options='--help' ;;
      'demo') options='--help' ;;
      'catalog migrate') options='--help' ;;
      'settings') options='--help' ;;
    esac
    [ "$words" = "${words% *}" ] && break
    [ -n "$options" ] || words=${words% *}
  done
  case "$cur" in
    -*) COMPREPLY=($(compgen -W "$options" -- "$cur")) ;;
    *) COMPREPLY=($(compgen -W "$next" -- "$cur")) ;;
  esac
}
complete -F _holdfast holdfast ./holdfast
