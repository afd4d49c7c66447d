package dev.chasqui.cli.skills;

import dev.chasqui.cli.command.Version;
import dev.chasqui.domain.text.Printable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;

@Command(
        name = "add",
        description = "Copy a folder with a SKILL.md into the folder of skills.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class SkillsAddCommand implements Callable<Integer> {
    private final Map<String, String> environment;
    private final SkillsAction skills;

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private SkillsOptions options = new SkillsOptions();

    @Parameters(paramLabel = "FOLDER", description = "The folder of the skill; no archive.")
    private Path source = Path.of("");

    SkillsAddCommand(Map<String, String> environment, SkillsAction skills) {
        this.environment = environment;
        this.skills = skills;
    }

    @Override
    public Integer call() {
        Path folder = options.folder(environment);
        String name = skills.add(folder, source);
        spec.commandLine()
                .getOut()
                .println(Printable.of("Added to " + folder + "; type /" + name + " to use it."));
        return CommandLine.ExitCode.OK;
    }
}
