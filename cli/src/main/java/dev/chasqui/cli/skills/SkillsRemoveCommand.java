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
        name = "remove",
        description = "Move a skill to the folder .removed, where the server does not look.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class SkillsRemoveCommand implements Callable<Integer> {
    private final Map<String, String> environment;
    private final SkillsAction skills;

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private SkillsOptions options = new SkillsOptions();

    @Parameters(paramLabel = "NAME", description = "The skill's name, without a slash.")
    private String name = "";

    SkillsRemoveCommand(Map<String, String> environment, SkillsAction skills) {
        this.environment = environment;
        this.skills = skills;
    }

    @Override
    public Integer call() {
        Path place = skills.remove(options.folder(environment), name);
        spec.commandLine().getOut().println(Printable.of("Moved to " + place + "."));
        return CommandLine.ExitCode.OK;
    }
}
