package dev.chasqui.cli.agents;

import dev.chasqui.cli.command.CommandFailure;
import dev.chasqui.cli.command.Version;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;

@Command(
        name = "new",
        description =
                "Make the project of a new agent: a folder in which `./mvnw -q package` builds its"
                        + " jar and runs its tests.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  chasqui agents new greeter",
            "  chasqui agents new greeter --package com.example.agents --dir ~/work",
        })
final class AgentsNewCommand implements Callable<Integer> {
    private final Optional<Path> home;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "NAME",
            description = "The name of the agent's command, and of the folder.")
    private String name = "";

    @Option(
            names = "--package",
            paramLabel = "PACKAGE",
            description = "The Java package of its classes (default: made of NAME).")
    private Optional<String> packageName = Optional.empty();

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "The folder in which to make the folder NAME (default: this one).")
    private Path dir = Path.of("");

    /**
     * @param home the folder of the distribution; empty if this program does not run from one
     */
    AgentsNewCommand(Optional<Path> home) {
        this.home = home;
    }

    /** Returns the command for the distribution that this program runs from. */
    static AgentsNewCommand ofDistribution() {
        return new AgentsNewCommand(
                Optional.ofNullable(System.getProperty("chasqui.home")).map(Path::of));
    }

    @Override
    public Integer call() {
        AgentName agent = AgentName.of(name);
        String javaPackage =
                packageName.map(AgentName::checkedPackage).orElseGet(agent::packageName);
        Path distribution = home.map(Path::toAbsolutePath).map(Path::normalize).orElse(Path.of(""));
        if (!Files.isDirectory(distribution.resolve("repo"))) {
            throw CommandFailure.failed(
                    (home.isPresent() ? distribution.resolve("repo") + " is missing" : "no repo/")
                            + ": a new project builds from the folder repo/ of Chasqui's"
                            + " distribution (expected: the command bin/chasqui of a whole"
                            + " distribution)");
        }
        Path folder = dir.resolve(agent.text());
        new AgentProject(agent, javaPackage, distribution).write(folder);
        PrintWriter out = spec.commandLine().getOut();
        out.println(folder + "/ is made. Now:");
        out.println("  cd " + quoted(folder.toString()));
        out.println("  ./mvnw -q package");
        out.println(
                "  chasqui agents try target/%s-%s.jar '/%s hello'"
                        .formatted(agent.text(), AgentProject.VERSION, agent.text()));
        return CommandLine.ExitCode.OK;
    }

    /** Quotes a path for a shell if it must be. */
    private static String quoted(String path) {
        return path.matches("[\\w./~+-]+") ? path : "'" + path.replace("'", "'\\''") + "'";
    }
}
