package dev.chasqui.adapters.skills;

import dev.chasqui.domain.chat.Tool;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The tools by which a model reads the files of skills, and takes skills up. Used by one thread.
 */
final class SkillTools implements OwnTools {
    static final String READ = "read_skill_file";
    static final String USE = "use_skill";

    /** The largest file in bytes that the model may read, and the most of all files together. */
    private static final int MOST_OF_FILE = 256 << 10;

    private static final int MOST_OF_ALL = 1 << 20;

    private final Map<String, Skill> skills = new LinkedHashMap<>();
    private final boolean choice;
    private final Set<String> taken = new HashSet<>();
    private int read;

    private SkillTools(List<Skill> skills, boolean choice) {
        skills.forEach(skill -> this.skills.put(skill.name(), skill));
        this.choice = choice;
    }

    /** Returns the tools of an exchange that uses one skill. */
    static SkillTools of(Skill skill) {
        return new SkillTools(List.of(skill), false);
    }

    /** Returns the tools of an exchange whose model chooses among skills. */
    static SkillTools among(List<Skill> skills) {
        return new SkillTools(skills, true);
    }

    @Override
    public List<Tool.Function> tools() {
        Tool.Function file =
                function(
                        READ,
                        choice
                                ? "Reads a file of a skill that you use; its path begins with the"
                                        + " skill's name and a slash"
                                : "Reads a file of the skill",
                        "path");
        return choice
                ? List.of(function(USE, "Returns the instructions of a skill", "name"), file)
                : List.of(file);
    }

    private static Tool.Function function(String name, String description, String argument) {
        Json.Obj properties =
                Json.Obj.EMPTY.with(argument, Json.Obj.EMPTY.with("type", Json.of("string")));
        return new Tool.Function(
                name,
                Optional.of(description),
                Optional.of(
                        Json.Obj.EMPTY
                                .with("type", Json.of("object"))
                                .with("properties", properties)
                                .with("required", new Json.Arr(List.of(Json.of(argument))))),
                Json.Obj.EMPTY);
    }

    @Override
    public String answer(String name, String arguments) {
        Optional<String> value = argument(arguments, name.equals(USE) ? "name" : "path");
        if (value.isEmpty()) {
            return "error: the arguments are wrong (expected: {\"%s\": \"...\"})"
                    .formatted(name.equals(USE) ? "name" : "path");
        }
        return name.equals(USE) ? use(value.get()) : read(value.get());
    }

    private static Optional<String> argument(String arguments, String name) {
        try {
            return JsonReader.read(arguments.getBytes(StandardCharsets.UTF_8))
                            instanceof Json.Obj object
                    ? object.text(name)
                    : Optional.empty();
        } catch (FailureException malformed) {
            return Optional.empty();
        }
    }

    private String use(String name) {
        Skill skill = skills.get(name);
        if (skill == null) {
            return "error: there is no such skill; there are: "
                    + String.join(", ", skills.keySet());
        }
        taken.add(name);
        return skill.instructions() + "\n\n" + files(skill, skill.name() + "/");
    }

    /** Returns a line that lists the files of a skill; empty if it has none. */
    static String files(Skill skill, String prefix) {
        List<String> files = SkillFiles.list(skill.folder());
        return files.isEmpty()
                ? ""
                : "Files of this skill, to read with the tool %s when you need them: %s"
                        .formatted(
                                READ,
                                String.join(
                                        ", ", files.stream().map(file -> prefix + file).toList()));
    }

    private String read(String path) {
        if (!choice) {
            return read(skills.values().iterator().next(), path);
        }
        int slash = path.indexOf('/');
        Skill used = skills.get(slash < 0 ? path : path.substring(0, slash));
        return used == null || !taken.contains(used.name())
                ? "error: the path begins with no skill that you use (expected: SKILL/FILE)"
                : read(used, slash < 0 ? "" : path.substring(slash + 1));
    }

    private String read(Skill skill, String path) {
        try {
            String text = SkillFiles.text(skill.folder(), path, MOST_OF_FILE);
            read += text.length();
            return read <= MOST_OF_ALL
                    ? text
                    : "error: the files that you have read are too large together; answer now";
        } catch (SkillException e) {
            return "error: " + e.getMessage();
        }
    }

    /**
     * Returns the small files that the instructions of a skill name, for models that call no tools.
     */
    static String inlined(Skill skill, int mostOfFile, int mostOfAll) {
        List<String> parts = new ArrayList<>();
        int room = mostOfAll;
        for (String path : SkillFiles.list(skill.folder())) {
            if (!skill.instructions().contains(path)) {
                continue;
            }
            Optional<String> text = small(skill, path, Math.min(mostOfFile, room));
            if (text.isPresent()) {
                room -= text.get().length();
                parts.add("<file path=\"%s\">\n%s\n</file>".formatted(path, text.get().strip()));
            }
        }
        return String.join("\n\n", parts);
    }

    /** Returns the text of a file; empty if it is too large or no text. */
    private static Optional<String> small(Skill skill, String path, int most) {
        try {
            return Optional.of(SkillFiles.text(skill.folder(), path, most));
        } catch (SkillException leftOut) {
            return Optional.empty();
        }
    }
}
