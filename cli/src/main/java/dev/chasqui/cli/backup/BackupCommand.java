package dev.chasqui.cli.backup;

import dev.chasqui.cli.client.ServerClient;
import dev.chasqui.cli.client.ServerOptions;
import dev.chasqui.cli.command.CommandFailure;
import dev.chasqui.cli.command.Version;
import dev.chasqui.domain.files.PrivateFile;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;

/** The command {@code backup}. */
@Command(
        name = "backup",
        description = {
            "Copy the database of the running server into a file.",
            "",
            "It holds users, teams, keys (their SHA-256, not the keys), what budgets have spent,"
                + " the ledger and the audit entries. The server goes on meanwhile. The config and"
                + " the files of plug-ins and models are not in it.",
            "Only you may read the file. It is for administrators; `chasqui restore` brings it"
                    + " back."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  chasqui backup chasqui-$(date +%%F).zip",
            "",
            "If there are keys, CHASQUI_KEY holds an administrator's.",
        })
public final class BackupCommand implements Callable<Integer> {
    private static final String PATH = "/admin/backup";

    @Mixin private final ServerOptions server;

    @Parameters(paramLabel = "FILE", description = "The file to make; it may not be there yet.")
    private Path file = Path.of("");

    @Spec private CommandSpec spec = CommandSpec.create();

    /**
     * @param environment the environment's variables
     */
    public BackupCommand(Map<String, String> environment) {
        this.server = new ServerOptions(environment);
    }

    @Override
    public Integer call() throws InterruptedException {
        if (Files.exists(file)) {
            throw CommandFailure.refused(
                    file + " is there already (expected: the name of a new file)");
        }
        try (ServerClient client = server.client()) {
            long size = PrivateFile.write(file, out -> client.download(PATH, out));
            spec.commandLine().getOut().println(file + ": " + size + " bytes.");
            return CommandLine.ExitCode.OK;
        } catch (NoSuchFileException | FileAlreadyExistsException e) {
            throw CommandFailure.refused(
                    file + " cannot be made (expected: a file in a folder that is there)");
        } catch (IOException | UncheckedIOException e) {
            throw CommandFailure.failed(file + " cannot be written: " + e.getMessage());
        }
    }
}
