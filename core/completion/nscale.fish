# nscale.fish - completion for fish, which asks nscale itself
#
# What comes back may be a server's: fish quotes it, and nothing is evaluated.

function __nscale_complete
    set -l current (string replace -ra '["\'\\\\]' '' -- (commandline -ct))
    set -l words (commandline -opc) "$current"
    set -l lines (command nscale __complete $words[2..-1] 2>/dev/null)
    test (count $lines) -gt 0
    or return
    set -l head (string split \t -- $lines[1])
    switch $head[1]
        case values
            printf '%s\n' $lines[2..-1]
        case files directories
            set -l start (math 1 + (string length -- "$head[2]"))
            set -l typed (string sub -s $start -- "$current")
            set -l complete __fish_complete_path
            test $head[1] = files
            or set complete __fish_complete_directories
            for path in ($complete "$typed")
                printf '%s%s\n' "$head[2]" $path
            end
    end
end

complete -c nscale -f -a '(__nscale_complete)'
