package dev.chasqui.application.agents;

import dev.chasqui.application.port.exchange.Permit;
import dev.chasqui.domain.agent.Agent;
import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.binding.Quoting;
import dev.chasqui.domain.binding.RecordType;
import dev.chasqui.domain.command.Command;
import dev.chasqui.domain.command.CommandBinder;
import dev.chasqui.domain.command.CommandRights;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The maker of the agents of commands, within the rights of their author.
 *
 * @param commands the installed commands
 * @param author the name of the caller whose commands they are, or of the config
 * @param rights the rights of the author
 * @param ofConfig true if the author is the config
 * @param collections returns true if the author may use the collection of this name; given none,
 *     only if the author may use every collection
 */
record StepMaker(
        InstalledCommands commands,
        String author,
        CommandRights rights,
        boolean ofConfig,
        Predicate<Optional<String>> collections) {
    /** The argument by which a command names a collection of documents. */
    private static final String COLLECTION = "collection";

    private static final System.Logger LOG = System.getLogger(StepMaker.class.getName());

    /**
     * An agent, and an object that is equal for an equal command with equal arguments.
     *
     * @param identity the name of the command, its arguments and those in its brackets
     */
    record Made(Step step, List<Object> identity) {}

    /** Returns the maker for commands of a caller. */
    static StepMaker ofCaller(InstalledCommands commands, Permit permit) {
        return new StepMaker(
                commands, permit.caller().name(), permit.rights(), false, permit::mayUseCollection);
    }

    /** Returns the maker for commands of the config, which has all rights. */
    static StepMaker ofConfig(InstalledCommands commands) {
        return new StepMaker(commands, "config", CommandRights.ALL, true, _ -> true);
    }

    /**
     * Makes the step of an installed command. Its agent is made later, at its first use, since its
     * constructor is code of a plug-in.
     *
     * @throws FailureException with {@code Forbidden} if the author may not use the command, or not
     *     with these arguments; with {@code Invalid} if its arguments are wrong
     */
    Made make(Command command) {
        if (!commands.mayUse(rights::mayUse, command.name())) {
            throw forbidden("/" + command.name());
        }
        return made(command, commands.require(command.name()));
    }

    private <A extends Record> Made made(Command command, AgentType<A> type) {
        A arguments = CommandBinder.bind(command, type);
        if (!type.name().equals(HelpAgent.NAME)) {
            rights.refusal(type, arguments)
                    .ifPresent(
                            why -> {
                                throw forbidden("/" + type.name() + " so, but " + why);
                            });
        }
        collections(type, arguments).forEach(name -> requireCollection(type, name));
        List<List<Made>> branches = new ArrayList<>();
        for (List<Command> run : command.branches()) {
            branches.add(run.stream().map(this::make).toList());
        }
        Agent agent = new LazyAgent(() -> agent(command, type, arguments));
        return new Made(
                new Step(
                        command.name(),
                        command.toString(),
                        agent,
                        type,
                        commands.isTrusted(command.name()),
                        type.onFailure(),
                        ofConfig,
                        branchSteps(command, branches)),
                List.of(command.name(), arguments, identities(branches)));
    }

    /**
     * Returns the collections that a command names, or an empty name for one that is left out. If
     * its agent takes a list of them, it asks itself for those that are not named.
     */
    private static <A extends Record> List<Optional<String>> collections(
            AgentType<A> type, A arguments) {
        RecordType<A> shape = RecordType.of(type.arguments());
        int at = shape.names().indexOf(COLLECTION);
        if (at < 0) {
            return List.of();
        }
        return switch (shape.values(arguments).get(at)) {
            case List<?> names -> names.stream().map(each -> Optional.of(each.toString())).toList();
            case Optional<?> maybe -> List.of(maybe.map(Object::toString));
            case Object name -> List.of(Optional.of(name.toString()));
        };
    }

    private void requireCollection(AgentType<?> type, Optional<String> name) {
        if (!collections.test(name)) {
            throw new FailureException(
                    new Failure.Forbidden(
                            "the key '"
                                    + author
                                    + "' may not use "
                                    + name.map(
                                                    one ->
                                                            "the collection '"
                                                                    + Quoting.shorten(one)
                                                                    + "'")
                                            .orElse("every collection")
                                    + "; name one that it may use, as in /"
                                    + type.name()
                                    + "(collection=NAME), or ask the server's administrator"));
        }
    }

    private static List<Object> identities(List<List<Made>> branches) {
        List<Object> identities = new ArrayList<>();
        for (List<Made> run : branches) {
            identities.add(run.stream().map(Made::identity).toList());
        }
        return identities;
    }

    private static List<BranchSteps> branchSteps(Command command, List<List<Made>> branches) {
        List<BranchSteps> steps = new ArrayList<>();
        for (int i = 0; i < branches.size(); i++) {
            steps.add(
                    new BranchSteps(
                            Quoting.shorten(Command.spelled(command.branches().get(i))),
                            branches.get(i).stream().map(Made::step).toList()));
        }
        return steps;
    }

    private <A extends Record> Agent agent(Command command, AgentType<A> type, A arguments) {
        try {
            return type.maker().apply(arguments);
        } catch (FailureException told) {
            throw refused(type, told);
        } catch (IllegalArgumentException e) {
            throw refused(
                    type, CommandBinder.refused(command, type, String.valueOf(e.getMessage())));
        } catch (Throwable broken) {
            // A constructor may throw anything, also checked exceptions that it does not declare.
            throw new FailureException(
                    new Failure.AgentFailed(type.name(), "it could not be made"), broken);
        }
    }

    /** Returns the failure for a caller, who cannot mend the arguments of the config. */
    private FailureException refused(AgentType<?> type, FailureException why) {
        if (!ofConfig || why.failure() instanceof Failure.AgentFailed) {
            return why;
        }
        LOG.log(
                System.Logger.Level.WARNING,
                "agent ''{0}'' refuses the arguments that the config gives it: {1}",
                type.name(),
                why.failure().message());
        return new FailureException(
                new Failure.AgentFailed(
                        type.name(), "it refuses the arguments that the config gives it"),
                why);
    }

    private FailureException forbidden(String what) {
        return new FailureException(
                new Failure.Forbidden(
                        "the key '"
                                + author
                                + "' may not use "
                                + what
                                + "; /help lists what it may use"));
    }
}
