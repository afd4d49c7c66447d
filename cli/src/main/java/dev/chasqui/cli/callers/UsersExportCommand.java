package dev.chasqui.cli.callers;

import dev.chasqui.cli.client.ServerClient;
import dev.chasqui.cli.client.ServerOptions;
import dev.chasqui.cli.command.CommandFailure;
import dev.chasqui.cli.command.Version;
import dev.chasqui.domain.files.PrivateFile;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

@Command(
        name = "export",
        description = {
            "Write everything that is kept of a user as one JSON object.",
            "It has the content and the entries of its requests. Only you may read the file."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  chasqui users export ana --to ana.json",
            "  chasqui users export ana | jq .facts",
            "",
            CallerCommand.KEY_NEEDED,
        })
final class UsersExportCommand implements Callable<Integer> {
    @Mixin private final ServerOptions server;

    @Parameters(
            paramLabel = "NAME",
            description = "The name of the user, or the address of a caller without a key.")
    private String name = "";

    @Option(
            names = "--to",
            paramLabel = "FILE",
            description = "The file to make; it may not be there yet (default: print it).")
    private Optional<Path> file = Optional.empty();

    @Spec private CommandSpec spec = CommandSpec.create();

    UsersExportCommand(Map<String, String> environment) {
        this.server = new ServerOptions(environment);
    }

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        if (file.isPresent() && Files.exists(file.get())) {
            throw CommandFailure.refused(
                    file.get() + " is there already (expected: the name of a new file)");
        }
        String path = CallerCommand.data(name);
        try (ServerClient client = server.client()) {
            if (file.isEmpty()) {
                client.lines(path, true, out::println);
                return CommandLine.ExitCode.OK;
            }
            long size = PrivateFile.write(file.get(), to -> client.download("GET", path, to));
            out.println(file.get() + ": " + size + " bytes.");
            return CommandLine.ExitCode.OK;
        } catch (NoSuchFileException | FileAlreadyExistsException e) {
            throw CommandFailure.refused(
                    file.orElseThrow()
                            + " cannot be made (expected: a file in a folder that is there)");
        } catch (IOException | UncheckedIOException e) {
            throw CommandFailure.failed(
                    file.map(Path::toString).orElse("the export")
                            + " cannot be written: "
                            + e.getMessage());
        }
    }
}
