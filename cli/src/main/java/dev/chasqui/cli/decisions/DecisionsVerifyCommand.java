package dev.chasqui.cli.decisions;

import dev.chasqui.application.port.departures.DecisionLedger.Verified;
import dev.chasqui.cli.client.AdminCommand;
import dev.chasqui.cli.client.ServerClient;
import dev.chasqui.cli.client.ServerOptions;
import dev.chasqui.cli.command.CommandFailure;
import dev.chasqui.cli.command.Version;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.text.Printable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/** The command {@code decisions verify}. */
@Command(
        name = "verify",
        description = {
            "Check that no entry of the decision ledger was changed, removed or reordered.",
            "",
            "It prints the hash of the last entry. Note it elsewhere: only against it is seen"
                    + " whether entries were removed at the end."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  chasqui decisions verify",
            "  chasqui decisions verify --head 5f0c...        the hash of an earlier check",
            "  chasqui decisions verify --data data           the files, without a server",
            "",
            "The exit code is 1 if something is not in order.",
            AdminCommand.KEY_NEEDED,
        })
final class DecisionsVerifyCommand implements Callable<Integer> {
    private final DecisionsAction files;

    @Mixin private final ServerOptions server;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Read the files in this data folder instead of asking the server.")
    private Optional<Path> data = Optional.empty();

    @Option(
            names = "--head",
            paramLabel = "HASH",
            description = "A hash that was the last one once; it has to be in the chain.")
    private Optional<String> head = Optional.empty();

    @Spec private CommandSpec spec = CommandSpec.create();

    /**
     * @param environment the environment's variables
     * @param files opens a ledger without a server
     */
    DecisionsVerifyCommand(Map<String, String> environment, DecisionsAction files) {
        this.server = new ServerOptions(environment);
        this.files = files;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (head.isPresent() && !head.get().matches("[0-9a-f]{64}")) {
            throw CommandFailure.refused(
                    "--head: " + head.get() + " (expected: 64 hexadecimal digits)");
        }
        Verified verified = data.isPresent() ? read(data.get()) : ask();
        PrintWriter out = spec.commandLine().getOut();
        out.println(
                verified.entries() == 0
                        ? "There is no entry."
                        : "Entries %d to %d are in order; the last one's hash is %s"
                                .formatted(verified.first(), verified.last(), verified.head()));
        verified.unfinished()
                .ifPresent(
                        rest ->
                                out.println(
                                        Printable.of(
                                                rest
                                                        + "; the server is writing it, or was"
                                                        + " killed, which its next start enters")));
        if (verified.broken().isPresent()) {
            throw CommandFailure.failed(
                    "the decision ledger is not in order: " + verified.broken().get());
        }
        return CommandLine.ExitCode.OK;
    }

    private Verified read(Path folder) {
        try {
            return files.open(folder).verify(head, new Cancellation());
        } catch (FailureException e) {
            throw CommandFailure.failed(e.failure().message());
        }
    }

    private Verified ask() throws InterruptedException {
        try (ServerClient client = server.client()) {
            Json.Obj answer =
                    client.getSlowly(
                            "/admin/decisions/verify"
                                    + head.map(hash -> "?head=" + hash).orElse(""));
            return new Verified(
                    number(answer, "entries"),
                    number(answer, "first"),
                    number(answer, "last"),
                    answer.text("head").orElse(""),
                    answer.text("broken"),
                    answer.text("unfinished"));
        }
    }

    private static long number(Json.Obj answer, String member) {
        return answer.get(member).orElse(null) instanceof Json.Num number ? number.longValue() : 0;
    }
}
