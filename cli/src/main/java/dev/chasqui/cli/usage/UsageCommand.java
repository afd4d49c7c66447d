package dev.chasqui.cli.usage;

import dev.chasqui.cli.client.AnswerReader;
import dev.chasqui.cli.client.ServerClient;
import dev.chasqui.cli.client.ServerOptions;
import dev.chasqui.cli.client.Table;
import dev.chasqui.cli.command.CommandFailure;
import dev.chasqui.cli.command.Version;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.text.Printable;

import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/** The command {@code usage}. */
@Command(
        name = "usage",
        description = {
            "Show the requests, tokens and cost of the running server's callers.",
            "A caller sees its own, an administrator all. Sums are for whole hours, in UTC.",
            "--export writes the single requests instead, as far back as the server keeps them."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  chasqui usage                                by user, the last 30 days",
            "  chasqui usage --by model --from 7d",
            "  chasqui usage --by day --from 2026-11-01 --until 2026-12-01 --csv",
            "  chasqui usage --by key --user ana --json | jq .total.cost",
            "  chasqui usage --export november.csv --from 2026-11-01 --until 2026-12-01",
        })
public final class UsageCommand implements Callable<Integer> {
    private static final List<String> NUMBERS =
            List.of(
                    "requests",
                    "failed",
                    "prompt_tokens",
                    "completion_tokens",
                    "cost",
                    "average_latency_ms");

    private static final List<String> HEADINGS =
            List.of(
                    "REQUESTS",
                    "FAILED",
                    "PROMPT TOKENS",
                    "COMPLETION TOKENS",
                    "COST",
                    "AVERAGE MS");

    /** The properties that sums are told apart by. */
    enum By {
        USER,
        KEY,
        TEAM,
        MODEL,
        BACKEND,
        HOUR,
        DAY
    }

    /** The formats for programs, of which one may be chosen. */
    private static final class Format {
        @Option(names = "--json", description = "Print the server's JSON instead of a table.")
        private boolean json;

        @Option(names = "--csv", description = "Print lines of CSV instead of a table.")
        private boolean csv;
    }

    @Mixin private final ServerOptions server;

    @Option(
            names = "--by",
            paramLabel = "PROPERTY",
            description = "user (the default), key, team, model, backend, hour or day.")
    private By by = By.USER;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description =
                    "The first time: a date, a time such as 2026-11-30T12:00:00Z, or how long ago,"
                            + " such as 7d (default: 30d).")
    private Optional<String> from = Optional.empty();

    @Option(
            names = "--until",
            paramLabel = "TIME",
            description = "The time that is too late, spelled so, too (default: now).")
    private Optional<String> until = Optional.empty();

    @Option(
            names = "--user",
            paramLabel = "NAME",
            description = "Only the requests of this user, for administrators.")
    private Optional<String> user = Optional.empty();

    @Option(
            names = "--export",
            paramLabel = "FILE",
            description =
                    "Write the single requests to this file, whose name ends with .csv or .jsonl.")
    private Optional<Path> export = Optional.empty();

    @ArgGroup private Format format = new Format();

    @Spec private CommandSpec spec = CommandSpec.create();

    /**
     * @param environment the environment's variables
     */
    public UsageCommand(Map<String, String> environment) {
        this.server = new ServerOptions(environment);
    }

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        if (export.isPresent()) {
            requireNoSums();
            var _ = HistoryExport.format(export.get());
            try (ServerClient client = server.client()) {
                out.println(HistoryExport.write(client, export.get(), choice()));
            }
            return CommandLine.ExitCode.OK;
        }
        Json.Obj answer;
        try (ServerClient client = server.client()) {
            answer = client.get(path());
        }
        List<Json.Obj> sums = AnswerReader.list(answer, "data");
        if (format.json) {
            out.println(answer);
        } else if (format.csv) {
            out.println(by.name().toLowerCase(Locale.ROOT) + "," + String.join(",", NUMBERS));
            sums.forEach(sum -> out.println(csv(sum)));
        } else if (sums.isEmpty()) {
            out.println("There was no request in this time.");
        } else {
            List<List<String>> rows =
                    new ArrayList<>(sums.stream().map(UsageCommand::row).toList());
            if (sums.size() > 1) {
                rows.add(row("total", answer.object("total")));
            }
            List<String> heading = new ArrayList<>(List.of(by.name()));
            heading.addAll(HEADINGS);
            new Table(heading, rows).print(out);
        }
        return CommandLine.ExitCode.OK;
    }

    private void requireNoSums() {
        if (format.json
                || format.csv
                || spec.commandLine().getParseResult().hasMatchedOption("--by")) {
            throw CommandFailure.refused(
                    "--export writes single requests, so it goes with none of --by, --json,"
                            + " --csv.");
        }
    }

    private String path() {
        return "/v1/stats?by=" + by.name().toLowerCase(Locale.ROOT) + choice();
    }

    /** Returns the parameters that choose the requests. */
    private String choice() {
        StringBuilder path = new StringBuilder();
        from.ifPresent(time -> path.append("&from=").append(ServerClient.encoded(time)));
        until.ifPresent(time -> path.append("&until=").append(ServerClient.encoded(time)));
        user.ifPresent(name -> path.append("&user=").append(ServerClient.encoded(name)));
        return path.toString();
    }

    private static List<String> row(Json.Obj sum) {
        String name = sum.text("name").orElse("");
        return row(name.isEmpty() ? "-" : name, sum);
    }

    private static List<String> row(String name, Json.Obj sum) {
        List<String> row = new ArrayList<>(List.of(name));
        NUMBERS.forEach(number -> row.add(number(sum, number)));
        return row;
    }

    private static String number(Json.Obj sum, String name) {
        return sum.get(name).map(Json::toString).orElse("?");
    }

    private static String csv(Json.Obj sum) {
        List<String> row = new ArrayList<>(List.of(quoted(sum.text("name").orElse(""))));
        NUMBERS.forEach(number -> row.add(number(sum, number)));
        return String.join(",", row);
    }

    /** Returns a name as a field; a spreadsheet takes none for a formula. */
    private static String quoted(String name) {
        String text = Printable.of(name);
        String plain = !text.isEmpty() && "=+-@\t".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        boolean special = plain.indexOf(',') >= 0 || plain.indexOf('"') >= 0;
        return special ? '"' + plain.replace("\"", "\"\"") + '"' : plain;
    }
}
