package dev.chasqui.cli.config;

import dev.chasqui.adapters.config.ConfigReader;
import dev.chasqui.cli.command.CommandFailure;
import dev.chasqui.cli.command.Version;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;

@Command(
        name = "init",
        description = {
            "Write an example of a configuration, and its schema beside it.",
            "",
            "The schema gives editors completion and explains every key. An existing file is not"
                    + " changed."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  chasqui config init",
            "  chasqui config init team.json",
        })
final class ConfigInitCommand implements Callable<Integer> {
    private static final String SCHEMA = "config.schema.json";

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            defaultValue = "config.json",
            description = "The file to write (default: config.json).")
    private Path file = Path.of("config.json");

    @Override
    public Integer call() {
        write(file, ConfigReader.example());
        Path schema = file.resolveSibling(SCHEMA);
        if (!Files.exists(schema)) {
            write(schema, ConfigReader.schema());
        }
        spec.commandLine()
                .getOut()
                .println("Wrote " + file + "; " + schema + " explains its keys.");
        return CommandLine.ExitCode.OK;
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException e) {
            throw CommandFailure.failed(
                    file + " is there already: name another file, or move it away first.");
        } catch (NoSuchFileException e) {
            throw CommandFailure.failed(file + ": its folder does not exist.");
        } catch (IOException e) {
            throw CommandFailure.failed(file + " cannot be written: " + e.getMessage());
        }
    }
}
