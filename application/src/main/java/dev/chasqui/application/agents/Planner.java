package dev.chasqui.application.agents;

import dev.chasqui.application.policy.PolicyCommand;
import dev.chasqui.application.port.exchange.Permit;
import dev.chasqui.domain.command.Command;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The planning of the agents of one request, with the agents of one generation. It runs no agent.
 * Used by one thread.
 */
final class Planner {
    /**
     * The most commands of one caller: more are a mistake, and each may hold a stream. Those of the
     * config are its author's own choice, and leave callers theirs.
     */
    private static final int MOST_STEPS = 16;

    /** The reason that callers are told if the config spells a command in a wrong way. */
    private static final String UNFIT =
            "its arguments in the config do not fit; an administrator sees the reason by `chasqui"
                    + " agents explain`";

    private final InstalledCommands commands;
    private final Optional<Permit> permit;
    private final Map<List<Object>, String> ofConfig = new HashMap<>();
    private final List<PlannedAgent> planned = new ArrayList<>();
    private final List<PlannedAgent> nearModel = new ArrayList<>();
    private int count;

    /**
     * @param permit the rights of the caller; empty if only commands of the config are planned
     */
    Planner(InstalledCommands commands, Optional<Permit> permit) {
        this.commands = commands;
        this.permit = permit;
    }

    /** Returns the planned agents, the outermost first. */
    List<PlannedAgent> planned() {
        List<PlannedAgent> all = new ArrayList<>(planned);
        all.addAll(nearModel);
        return all;
    }

    /**
     * Plans a command of the config. The same command with the same arguments runs once. An agent
     * of the kind that stays near the model stands behind those of the caller, so that these can
     * neither change the request behind it nor send it to another model past it.
     *
     * @param skippedBy the rule by which it does not run
     */
    void addOfConfig(PolicyCommand wanted, Optional<String> skippedBy) {
        (commands.runsNearModel(wanted.name()) ? nearModel : planned)
                .add(ofConfig(wanted, skippedBy));
    }

    private PlannedAgent ofConfig(PolicyCommand wanted, Optional<String> skippedBy) {
        String origin = wanted.origin();
        if (skippedBy.isPresent()) {
            return skipped(wanted, skippedBy.get() + " skips it");
        }
        try {
            Command command = installed(wanted);
            StepMaker.Made made = StepMaker.ofConfig(commands).make(command);
            String first = ofConfig.putIfAbsent(made.identity(), origin);
            if (first != null) {
                return skipped(wanted, "it runs already by " + first);
            }
            return PlannedAgent.running(origin, true, made.step());
        } catch (FailureException e) {
            return failed(wanted, e);
        }
    }

    /** Returns the reason why a command of the config cannot run; empty if it can. */
    Optional<String> misfit(PolicyCommand wanted) {
        try {
            var _ = StepMaker.ofConfig(commands).make(installed(wanted));
            return Optional.empty();
        } catch (FailureException e) {
            boolean open = commands.mayBeSkipped(wanted.name());
            return Optional.of(
                    "/"
                            + wanted.name()
                            + " cannot run, so its requests "
                            + (open ? "go on without it: " : "fail: ")
                            + reason(e.failure()));
        }
    }

    private static String reason(Failure failure) {
        return failure instanceof Failure.AgentFailed agent ? agent.why() : failure.message();
    }

    private Command installed(PolicyCommand wanted) {
        if (!commands.contains(wanted.name())) {
            throw new FailureException(
                    new Failure.AgentFailed(
                            wanted.name(),
                            "it is not installed; put its jar into a folder of plug-ins"));
        }
        return Command.parse(wanted.text(), commands);
    }

    private PlannedAgent failed(PolicyCommand wanted, FailureException why) {
        String reason = isAboutText(wanted, why) ? UNFIT : reason(why.failure());
        var told =
                new FailureException(
                        new Failure.AgentFailed(
                                wanted.name(),
                                reason + " ('" + wanted.origin() + "' of the config has it run)"),
                        why);
        return new PlannedAgent(
                wanted.text(),
                wanted.origin(),
                true,
                Optional.empty(),
                Optional.of(told),
                commands.mayBeSkipped(wanted.name()) ? Optional.of(reason) : Optional.empty());
    }

    /**
     * Returns true if the reason quotes the command: callers must not read the words of the config,
     * such as those of a list of words to hide.
     */
    private boolean isAboutText(PolicyCommand wanted, FailureException why) {
        return why.failure() instanceof Failure.Invalid && commands.find(wanted.name()).isPresent();
    }

    private static PlannedAgent skipped(PolicyCommand wanted, String why) {
        return PlannedAgent.skipped(wanted.text(), wanted.origin(), true, why);
    }

    /** Returns the agents without which the request goes on, since they failed. */
    static List<SkippedAgent> skippedByFailure(List<PlannedAgent> agents) {
        List<SkippedAgent> skipped = new ArrayList<>();
        for (PlannedAgent agent : agents) {
            if (agent.failure().isPresent() && agent.skipped().isPresent()) {
                skipped.add(
                        new SkippedAgent(
                                new PolicyCommand(agent.command(), agent.origin()).name(),
                                agent.skipped().get()));
            }
        }
        return skipped;
    }

    /**
     * Plans commands of the caller. A command that the config has run with the same arguments does
     * not run again.
     *
     * @throws FailureException with {@code Invalid} if there are too many in all
     */
    void addOfCaller(List<Command> wanted, String origin) {
        int more = 0;
        for (Command command : wanted) {
            more += command.count();
        }
        if (count + more > MOST_STEPS) {
            throw new FailureException(
                    new Failure.Invalid(
                            Optional.empty(),
                            (count + more) + " commands (expected: at most " + MOST_STEPS + ")"));
        }
        count += more;
        StepMaker maker = StepMaker.ofCaller(commands, permit.orElseThrow());
        for (Command command : wanted) {
            planned.add(ofCaller(command, origin, maker));
        }
    }

    private PlannedAgent ofCaller(Command command, String origin, StepMaker maker) {
        try {
            StepMaker.Made made = maker.make(command);
            String first = ofConfig.get(made.identity());
            return first == null
                    ? PlannedAgent.running(origin, false, made.step())
                    : PlannedAgent.skipped(
                            made.step().command(), origin, false, "it runs already by " + first);
        } catch (FailureException e) {
            return PlannedAgent.failing(command.toString(), origin, false, e);
        }
    }
}
