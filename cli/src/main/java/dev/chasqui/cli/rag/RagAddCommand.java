package dev.chasqui.cli.rag;

import dev.chasqui.cli.client.AnswerReader;
import dev.chasqui.cli.client.ServerClient;
import dev.chasqui.cli.client.ServerOptions;
import dev.chasqui.cli.command.CommandFailure;
import dev.chasqui.cli.command.Shell;
import dev.chasqui.cli.command.Version;
import dev.chasqui.cli.rag.collection.CollectionOptions;
import dev.chasqui.cli.rag.collection.VectorsWait;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.text.Printable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

@Command(
        name = "add",
        description = {
            "Add files, and folders with all below them, to a collection.",
            "",
            "Text, PDF, office files, books, e-mail, tables and code. A document of the same name"
                + " is replaced; an unchanged one stays. Each document can be found by its words as"
                + " soon as its line is printed, and by its meaning when its vectors are made,"
                + " which the command waits for. What .gitignore and .chasquiignore leave out is"
                + " left out."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  chasqui rag add handbook/",
            "  chasqui rag add --collection contracts *.pdf",
            "  chasqui rag add --collection papers --jsonl corpus.jsonl",
        })
final class RagAddCommand implements Callable<Integer> {
    /** The name of the collection that is created if there is none and none is named. */
    private static final String FIRST = "documents";

    private final boolean terminal;
    private final boolean errTerminal;

    @Mixin private final ServerOptions server;
    @Mixin private CollectionOptions collections = new CollectionOptions();

    @Parameters(paramLabel = "PATH", arity = "0..*", description = "Files and folders.")
    private List<Path> paths = List.of();

    @Option(
            names = "--jsonl",
            paramLabel = "FILE",
            description =
                    "A file of documents, a line each: {\"_id\", \"title\", \"text\","
                            + " \"metadata\"}; the id becomes the name.")
    private List<Path> jsonLines = List.of();

    @Option(
            names = "--no-wait",
            description = "Do not wait until the vectors of the passages are made.")
    private boolean noWait;

    @Spec private CommandSpec spec = CommandSpec.create();

    /** The result of adding a file. */
    private enum Outcome {
        ADDED,
        REPLACED,
        UNCHANGED,
        FAILED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    RagAddCommand(Shell shell) {
        this.server = new ServerOptions(shell.environment());
        this.terminal = shell.terminal().out();
        this.errTerminal = shell.terminal().err();
    }

    @Override
    public Integer call() throws InterruptedException {
        if (paths.isEmpty() && jsonLines.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "name files or folders to add, or a file with --jsonl");
        }
        PrintWriter out = spec.commandLine().getOut();
        DocumentFiles files = DocumentFiles.under(paths);
        if (files.found().isEmpty() && jsonLines.isEmpty()) {
            throw CommandFailure.refused(
                    "there is no file with text there"
                            + (files.leftOut().isEmpty() ? "." : ": " + files.leftOut() + "."));
        }
        Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
        try (ServerClient client = server.client()) {
            String collection = collections.existingOr(FIRST, client);
            addFiles(files, collection, client, outcomes);
            for (Path file : jsonLines) {
                addLines(file, collection, client, outcomes);
            }
            out.println(
                    outcomes.entrySet().stream()
                                    .map(each -> each.getValue() + " " + each.getKey().word())
                                    .collect(Collectors.joining(", "))
                            + " in collection "
                            + collection
                            + (files.leftOut().isEmpty() ? "" : "; " + files.leftOut()));
            out.flush();
            boolean changed =
                    outcomes.containsKey(Outcome.ADDED) || outcomes.containsKey(Outcome.REPLACED);
            if (changed && !noWait) {
                PrintWriter err = spec.commandLine().getErr();
                var _ = new VectorsWait(client, collection, err, errTerminal).untilDone();
            }
        }
        return outcomes.containsKey(Outcome.FAILED)
                ? CommandLine.ExitCode.SOFTWARE
                : CommandLine.ExitCode.OK;
    }

    private void addFiles(
            DocumentFiles files,
            String collection,
            ServerClient client,
            Map<Outcome, Integer> outcomes)
            throws InterruptedException {
        long bytes = files.found().stream().mapToLong(DocumentFiles.Document::size).sum();
        UploadProgress progress =
                new UploadProgress(
                        spec.commandLine().getOut(), terminal, files.found().size(), bytes);
        for (DocumentFiles.Document document : files.found()) {
            outcomes.merge(add(document, collection, client, progress), 1, Integer::sum);
        }
        progress.end();
    }

    private void addLines(
            Path file, String collection, ServerClient client, Map<Outcome, Integer> outcomes)
            throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        new JsonLinesUpload(
                        client,
                        collection,
                        answer -> {
                            Optional<String> error = answer.text("error");
                            error.ifPresent(why -> err.println("chasqui: " + Printable.of(why)));
                            outcomes.merge(
                                    error.isPresent() ? Outcome.FAILED : outcome(answer),
                                    1,
                                    Integer::sum);
                        })
                .send(file);
    }

    /** Adds a file. A failure is reported, and the others are added. */
    private Outcome add(
            DocumentFiles.Document document,
            String collection,
            ServerClient client,
            UploadProgress progress)
            throws InterruptedException {
        progress.begin(document.name());
        Outcome outcome;
        try {
            Json.Obj answer = upload(document, collection, client);
            outcome = outcome(answer);
            String passages = AnswerReader.number(answer, "passages");
            String noun = passages.equals("1") ? " passage)" : " passages)";
            progress.done(
                    outcome.word() + " " + document.name() + " (" + passages + noun,
                    document.size());
        } catch (CommandFailure e) {
            if (e.serverGone()) {
                progress.end();
                throw e;
            }
            outcome = Outcome.FAILED;
            progress.print("chasqui: " + e.getMessage(), spec.commandLine().getErr());
            progress.done("failed " + document.name(), document.size());
        }
        return outcome;
    }

    private static Outcome outcome(Json.Obj answer) {
        if (isTrue(answer, "unchanged")) {
            return Outcome.UNCHANGED;
        }
        return isTrue(answer, "replaced") ? Outcome.REPLACED : Outcome.ADDED;
    }

    private static boolean isTrue(Json.Obj answer, String member) {
        return answer.get(member).equals(Optional.of(Json.of(true)));
    }

    private static Json.Obj upload(
            DocumentFiles.Document document, String collection, ServerClient client)
            throws InterruptedException {
        if (!document.isNamed()) {
            throw CommandFailure.failed(
                    document.path()
                            + ": its name is no text here (expected: UTF-8, in a locale that has"
                            + " it, such as LC_ALL=C.UTF-8); rename it, or set the locale.");
        }
        String boundary = "chasqui-" + UUID.randomUUID();
        try (SentFile file = SentFile.open(document.path())) {
            try {
                return client.post(
                        CollectionOptions.documents(collection),
                        "multipart/form-data; boundary=" + boundary,
                        form(document.name(), file, boundary));
            } catch (CommandFailure e) {
                throw file.failure().isPresent() ? unreadable(document, file.failure().get()) : e;
            }
        } catch (IOException e) {
            throw unreadable(document, e);
        }
    }

    private static CommandFailure unreadable(DocumentFiles.Document document, IOException why) {
        return CommandFailure.failed(document.path() + " cannot be read (" + why + ").");
    }

    /**
     * The name is sent as a field of its own, since a file name in a header cannot hold every
     * character.
     */
    private static BodyPublisher form(String name, SentFile file, String boundary) {
        String head =
                """
                --%1$s
                Content-Disposition: form-data; name="name"
                Content-Type: text/plain; charset=utf-8

                %2$s
                --%1$s
                Content-Disposition: form-data; name="file"; filename="file"
                Content-Type: application/octet-stream

                """
                        .formatted(boundary, name)
                        .replace("\n", "\r\n");
        String tail = "\r\n--" + boundary + "--\r\n";
        return BodyPublishers.concat(
                BodyPublishers.ofString(head), file.body(), BodyPublishers.ofString(tail));
    }
}
