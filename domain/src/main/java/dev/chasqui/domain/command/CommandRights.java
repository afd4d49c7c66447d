package dev.chasqui.domain.command;

import dev.chasqui.domain.agent.AgentType;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The commands that a caller may use, and the bounds on their arguments. If several rights are to
 * one command, any of them may allow it. Immutable.
 *
 * @param rights the rights
 */
public record CommandRights(List<CommandRight> rights) {
    /** The right to every command. */
    public static final CommandRights ALL =
            new CommandRights(List.of(new CommandRight(CommandRight.ANY, List.of())));

    public CommandRights {
        rights = List.copyOf(rights);
    }

    /**
     * Parses rights as the config spells them.
     *
     * @throws IllegalArgumentException if one is badly written
     */
    public static CommandRights of(Collection<String> spelled) {
        return spelled.contains(CommandRight.ANY)
                ? ALL
                : new CommandRights(spelled.stream().map(CommandRight::parse).toList());
    }

    /**
     * Returns the rights to what these and others allow: each pair of rights to one command, with
     * the bounds of both.
     */
    public CommandRights and(CommandRights others) {
        List<CommandRight> both = new ArrayList<>();
        for (CommandRight right : rights) {
            for (CommandRight other : others.rights) {
                if (other.isTo(right.command()) || right.isTo(other.command())) {
                    both.add(right.and(other));
                }
            }
        }
        return new CommandRights(both);
    }

    /** Returns true if a command may be used, perhaps with certain arguments alone. */
    public boolean mayUse(String command) {
        for (CommandRight right : rights) {
            if (right.isTo(command)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns the reason why a command may not be used with these arguments, such as {@code only as
     * rag(k<=10): k is 20}; empty if it may. It is for a command for which {@link #mayUse} is true.
     *
     * @param arguments the arguments, with defaults for those that were left out
     */
    public <A extends Record> Optional<String> refusal(AgentType<A> type, A arguments) {
        Optional<String> first = Optional.empty();
        for (CommandRight right : rights) {
            if (right.isTo(type.name())) {
                Optional<String> refusal = right.refusal(type, arguments);
                if (refusal.isEmpty()) {
                    return Optional.empty();
                }
                first = first.or(() -> refusal);
            }
        }
        return first.map(
                why -> "only as " + String.join(" or ", bounded(type.name())) + ": " + why);
    }

    /**
     * Returns the spelling of each right to a command if all of them have bounds; none if the
     * command may be used with any arguments.
     */
    public List<String> bounded(String command) {
        List<CommandRight> some = rights.stream().filter(right -> right.isTo(command)).toList();
        return some.stream().anyMatch(right -> right.bounds().isEmpty())
                ? List.of()
                : some.stream().map(CommandRight::toString).toList();
    }
}
