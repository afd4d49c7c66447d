package dev.chasqui.cli;

import dev.chasqui.cli.client.AnswerReader;
import dev.chasqui.cli.client.ServerClient;
import dev.chasqui.cli.client.ServerOptions;
import dev.chasqui.cli.command.CommandFailure;
import dev.chasqui.cli.command.Shell;
import dev.chasqui.cli.command.Version;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

@Command(
        name = "ask",
        description = {
            "Ask a model of the running server, and print its answer as it comes.",
            "",
            "Piped text is added below the prompt, or is the prompt if none is given."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  chasqui ask 'Why is the sky blue?'",
            "  chasqui ask '/rag what does the handbook say about leave?'",
            "  git diff | chasqui ask --model llama3 'Review this change.'",
            "  chasqui ask -i                       a conversation; Ctrl-D ends it",
        })
final class AskCommand implements Callable<Integer> {
    /** The limit of piped text in bytes; longer text is no prompt. */
    private static final int MOST_PIPED = 32 << 20;

    private final Shell shell;

    @Mixin private final ServerOptions server;

    @Option(
            names = {"-m", "--model"},
            paramLabel = "MODEL",
            description =
                    "The model to ask (default: $$CHASQUI_MODEL, else the first of the server's).")
    private Optional<String> model = Optional.empty();

    @Option(
            names = {"-i", "--interactive"},
            description =
                    "Continue with one question a line; the model sees the conversation so far.")
    private boolean interactive;

    @Parameters(paramLabel = "PROMPT", description = "The question.")
    private List<String> words = List.of();

    @Spec private CommandSpec spec = CommandSpec.create();

    AskCommand(Shell shell) {
        this.shell = shell;
        this.server = new ServerOptions(shell.environment());
    }

    @Override
    public Integer call() throws InterruptedException {
        boolean continues = interactive || (words.isEmpty() && shell.terminal().in());
        String prompt = String.join(" ", words);
        if (!continues && !shell.terminal().in()) {
            prompt = prompt.isBlank() ? piped() : (prompt + "\n\n" + piped()).strip();
        }
        if (!continues && prompt.isBlank()) {
            throw new ParameterException(
                    spec.commandLine(), "there is nothing to ask: give a prompt, or pipe one in");
        }
        PrintWriter out = spec.commandLine().getOut();
        TerminalChat talk =
                new TerminalChat(
                        server.backend(),
                        model(),
                        out,
                        spec.commandLine().getErr(),
                        shell.terminal().err());
        if (!prompt.isBlank()) {
            talk.ask(prompt);
        }
        if (continues) {
            converse(talk);
        }
        return CommandLine.ExitCode.OK;
    }

    private String model() throws InterruptedException {
        Optional<String> named = model.or(() -> shell.variable("CHASQUI_MODEL"));
        return named.isPresent() ? named.get() : firstModel();
    }

    private String firstModel() throws InterruptedException {
        try (ServerClient client = server.client()) {
            return AnswerReader.list(client.get("/v1/models"), "data").stream()
                    .flatMap(entry -> entry.text("id").stream())
                    .findFirst()
                    .orElseThrow(() -> CommandFailure.failed("The server offers no model."));
        }
    }

    /** Asks each further line. A question that fails is reported, and the next line is read. */
    private void converse(TerminalChat talk) {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(shell.in(), StandardCharsets.UTF_8));
        PrintWriter err = spec.commandLine().getErr();
        boolean failed = false;
        for (String line = next(lines); line != null; line = next(lines)) {
            if (line.isBlank()) {
                continue;
            }
            try {
                talk.ask(line);
            } catch (CommandFailure e) {
                failed = true;
                err.println("chasqui: " + e.getMessage());
            }
        }
        if (shell.terminal().in()) {
            err.println();
        } else if (failed) {
            throw CommandFailure.failed("not every question was answered");
        }
    }

    private @Nullable String next(BufferedReader lines) {
        if (shell.terminal().in()) {
            spec.commandLine().getErr().print("> ");
            spec.commandLine().getErr().flush();
        }
        try {
            return lines.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String piped() {
        try {
            byte[] bytes = shell.in().readNBytes(MOST_PIPED + 1);
            if (bytes.length > MOST_PIPED) {
                throw CommandFailure.refused(
                        "what is piped in is too long (expected: at most 32 MiB); for documents"
                                + " there is `chasqui rag add`.");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
