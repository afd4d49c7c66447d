package dev.chasqui.application.agents;

import dev.chasqui.application.port.agents.AgentGeneration;
import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.agent.OnFailure;
import dev.chasqui.domain.command.CommandUsage;
import dev.chasqui.domain.command.KnownCommands;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The commands of one generation of agents, and {@code /help}, which is always there.
 *
 * @param agents the generation
 * @param configured returns the config's answer to a failure of an agent; empty if it has none
 */
record InstalledCommands(AgentGeneration agents, Function<String, Optional<OnFailure>> configured)
        implements KnownCommands {

    Optional<AgentType<?>> find(String name) {
        return name.equals(HelpAgent.NAME) ? Optional.of(HelpAgent.type(this)) : agents.find(name);
    }

    /**
     * Returns an agent that is enabled.
     *
     * @throws FailureException with {@code Invalid} if it is disabled
     */
    AgentType<?> require(String name) {
        return find(name)
                .orElseThrow(
                        () ->
                                new FailureException(
                                        new Failure.Invalid(
                                                Optional.empty(),
                                                "/"
                                                        + name
                                                        + " is disabled on this server; an"
                                                        + " administrator can enable it: chasqui"
                                                        + " agents enable "
                                                        + name)));
    }

    /** Returns true if requests go on without the agent of a command if it fails. */
    boolean mayBeSkipped(String name) {
        return configured
                .apply(name)
                .or(() -> find(name).map(AgentType::onFailure))
                .or(() -> agents.disabled(name))
                .filter(answer -> answer == OnFailure.OPEN)
                .isPresent();
    }

    /** Returns true if the agents of a command stand directly before the model. */
    boolean runsNearModel(String name) {
        return find(name).filter(AgentType::runsNearModel).isPresent();
    }

    /** Returns true if the code behind a command is trusted. */
    boolean isTrusted(String name) {
        return name.equals(HelpAgent.NAME) || agents.isTrusted(name);
    }

    /**
     * Returns true if a caller may use a command. Every caller may use {@code /help}.
     *
     * @param rights the test for the commands that the caller may use
     */
    boolean mayUse(Predicate<String> rights, String name) {
        return name.equals(HelpAgent.NAME) || rights.test(name);
    }

    /** Returns the names of the commands that a caller may use. */
    List<String> names(Predicate<String> rights) {
        return all(rights).map(AgentType::name).toList();
    }

    /** Returns the usage of each command that a caller may use. */
    List<CommandUsage> usages(Predicate<String> rights) {
        return all(rights).map(CommandUsage::of).toList();
    }

    private Stream<AgentType<?>> all(Predicate<String> rights) {
        return Stream.concat(
                        Stream.of(HelpAgent.type(this)),
                        agents.all().stream().filter(InstalledCommands::isInstalled))
                .filter(type -> mayUse(rights, type.name()));
    }

    private static boolean isInstalled(AgentType<?> type) {
        return !type.name().equals(HelpAgent.NAME);
    }

    @Override
    public boolean contains(String name) {
        return find(name).isPresent() || agents.disabled(name).isPresent();
    }

    @Override
    public String usage(String name) {
        return find(name).map(type -> CommandUsage.of(type).sentence()).orElse("");
    }
}
