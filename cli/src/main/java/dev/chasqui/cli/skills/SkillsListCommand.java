package dev.chasqui.cli.skills;

import dev.chasqui.cli.command.Version;
import dev.chasqui.domain.text.Printable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

@Command(
        name = "list",
        description = "List the skills, with the mistakes in them.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class SkillsListCommand implements Callable<Integer> {
    private static final int WIDTH = 100;

    private final Map<String, String> environment;
    private final SkillsAction skills;

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private SkillsOptions options = new SkillsOptions();

    SkillsListCommand(Map<String, String> environment, SkillsAction skills) {
        this.environment = environment;
        this.skills = skills;
    }

    @Override
    public Integer call() {
        Path folder = options.folder(environment);
        List<SkillsAction.Entry> entries = skills.list(folder);
        PrintWriter out = spec.commandLine().getOut();
        if (entries.isEmpty()) {
            out.println("There are no skills in " + Printable.of(folder.toString()) + ".");
        }
        int longest = entries.stream().mapToInt(entry -> entry.name().length()).max().orElse(0);
        for (SkillsAction.Entry entry : entries) {
            String text =
                    entry.mistake().map(why -> "not usable: " + why).orElse(entry.description());
            String name = entry.name() + " ".repeat(longest - entry.name().length());
            String line = Printable.of(name + "  " + text.replace('\n', ' '));
            boolean cut = entry.mistake().isEmpty() && line.length() > WIDTH;
            out.println(cut ? line.substring(0, WIDTH - 1) + "…" : line);
        }
        return CommandLine.ExitCode.OK;
    }
}
