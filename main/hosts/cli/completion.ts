// SPDX-License-Identifier: Apache-2.0
import { Argument, type Command, type Option } from 'commander'
import type { CommandContext } from './session'

// The scripts are made from the commands as they are declared, and are complete in themselves: pressing Tab starts
// nothing. Where a command or option takes a file, the shell's own file completion is left to work.

const SHELLS = ['bash', 'zsh', 'fish'] as const
type Shell = (typeof SHELLS)[number]

const HELP = `
Examples:
  bash:  convscope completion bash > ~/.local/share/bash-completion/completions/convscope
  zsh:   source <(convscope completion zsh)
  fish:  convscope completion fish > ~/.config/fish/completions/convscope.fish`

/** `convscope completion SHELL` prints what makes the shell complete commands, options and their values. */
export function addCompletion(program: Command, { terminal }: CommandContext): void {
  program
    .command('completion')
    .description('prints the script for a shell that completes commands and options')
    .addArgument(new Argument('<shell>').choices(SHELLS))
    .addHelpText('after', HELP)
    .action((shell: Shell) => terminal.out(SCRIPTS[shell](program)))
}

const SCRIPTS: Readonly<Record<Shell, (program: Command) => string>> = {
  bash: bashScript,
  // zsh runs bash's functions under the names that they know.
  zsh: (program) =>
    `autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit\n${bashScript(program)}`,
  fish: fishScript,
}

function visibleOptions(command: Command): readonly Option[] {
  return command.createHelp().visibleOptions(command)
}

function names({ short, long }: Option): string[] {
  return [long, short].filter((name) => name !== undefined)
}

function bashScript(program: Command): string {
  const commands = program.commands.map((command) => command.name())
  const values = program.commands.flatMap((command) =>
    visibleOptions(command)
      .filter(({ argChoices }) => argChoices !== undefined)
      .map((option) => {
        const patterns = names(option).map((name) => `"${command.name()} ${name}"`)
        return `    ${patterns.join(' | ')}) words="${option.argChoices?.join(' ')}" ;;`
      }),
  )
  const options = program.commands.map((command) => {
    const offered = visibleOptions(command).flatMap(({ long }) => long ?? [])
    const choices = command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? [])
    const bare = choices.length === 0 ? '' : ` ;; ${command.name()}) words="${choices.join(' ')}"`
    return `      ${command.name()}-*) words="${offered.join(' ')}"${bare} ;;`
  })
  return `_convscope() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} command=\${COMP_WORDS[1]} words=
  COMPREPLY=()
  if [ "$COMP_CWORD" = 1 ]; then
    COMPREPLY=( $(compgen -W "${commands.join(' ')} --help --version" -- "$current") )
    return
  fi
  case "$command $previous" in
${values.join('\n')}
    *) case "$command\${current:0:1}" in
${options.join('\n')}
    esac ;;
  esac
  COMPREPLY=( $(compgen -W "$words" -- "$current") )
}
complete -o bashdefault -o default -F _convscope convscope
`
}

function fishScript(program: Command): string {
  const quote = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
  const lines = program.commands.flatMap((command) => {
    const name = command.name()
    const within = `complete -c convscope -n '__fish_seen_subcommand_from ${name}'`
    const own = `complete -c convscope -n __fish_use_subcommand -f -a ${name} -d ${quote(command.description())}`
    const options = visibleOptions(command).map(({ short, long, description, argChoices, required }) =>
      [
        within,
        ...(long === undefined ? [] : [`-l ${long.slice(2)}`]),
        ...(short === undefined ? [] : [`-s ${short.slice(1)}`]),
        ...(argChoices === undefined ? (required ? ['-r'] : []) : [`-x -a ${quote(argChoices.join(' '))}`]),
        `-d ${quote(description)}`,
      ].join(' '),
    )
    const choices = command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? [])
    return [own, ...options, ...(choices.length === 0 ? [] : [`${within} -f -a ${quote(choices.join(' '))}`])]
  })
  return `${lines.join('\n')}\n`
}
