package dev.chasqui.adapters.skills;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A folder of skills, one folder each. It remembers the skills that it has read, and reads only
 * those again whose file changed. A skill whose file is broken now stays as it was. Used by one
 * thread at a time.
 */
public final class SkillFolder {
    private static final int MOST_SKILLS = 500;

    private final Path path;
    private Map<Path, Read> known = new HashMap<>();

    /** The result of reading a folder, and the state of its file then. */
    private record Read(State state, Optional<Skill> skill, Optional<String> mistake) {}

    /** The facts that change with a file. */
    private record State(FileTime time, long size, Optional<Object> key) {}

    /**
     * The skills of a folder.
     *
     * @param skills sorted by the names of their folders; no two have the same name
     * @param mistakes by the names of the folders
     */
    public record Found(List<Skill> skills, Map<String, String> mistakes) {
        /** Copies both. */
        public Found {
            skills = List.copyOf(skills);
            mistakes = Map.copyOf(mistakes);
        }
    }

    /**
     * @param path the folder; it need not exist
     */
    public SkillFolder(Path path) {
        this.path = path;
    }

    Path path() {
        return path;
    }

    /** Reads the skills that are new or changed, and returns all. */
    public Found read() {
        Map<String, String> mistakes = new TreeMap<>();
        Map<Path, Read> now = new HashMap<>();
        List<Skill> skills = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Path folder : folders(mistakes)) {
            String name = String.valueOf(folder.getFileName());
            Optional<Read> found = state(folder).map(state -> read(folder, state));
            if (found.isEmpty()) {
                continue;
            }
            now.put(folder, found.get());
            found.get().mistake().ifPresent(why -> mistakes.put(name, why));
            Optional<Skill> skill = found.get().skill();
            if (skill.isPresent() && !names.add(skill.get().name())) {
                mistakes.put(
                        name,
                        "the name %s is taken by another skill (expected: another name)"
                                .formatted(skill.get().name()));
            } else {
                skill.ifPresent(skills::add);
            }
        }
        known = now;
        return new Found(skills, mistakes);
    }

    private List<Path> folders(Map<String, String> mistakes) {
        List<Path> folders = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
            for (Path entry : entries) {
                String name = String.valueOf(entry.getFileName());
                if (name.startsWith(".")) {
                    continue;
                }
                if (Files.isSymbolicLink(entry) && Files.isDirectory(entry)) {
                    mistakes.put(name, "it is a link (expected: a folder)");
                } else if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                    folders.add(entry);
                }
                if (folders.size() > MOST_SKILLS) {
                    mistakes.put(name, "there are more than %d skills".formatted(MOST_SKILLS));
                    break;
                }
            }
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException | java.nio.file.DirectoryIteratorException e) {
            mistakes.put(String.valueOf(path.getFileName()), "the folder cannot be read");
        }
        return folders.stream().sorted().toList();
    }

    /** Returns the state of a folder's file; empty if it has none, so that it is no skill. */
    private static Optional<State> state(Path folder) {
        try {
            BasicFileAttributes facts =
                    Files.readAttributes(
                            folder.resolve(SkillFile.NAME),
                            BasicFileAttributes.class,
                            LinkOption.NOFOLLOW_LINKS);
            return Optional.of(
                    new State(
                            facts.lastModifiedTime(),
                            facts.size(),
                            Optional.ofNullable(facts.fileKey())));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Read read(Path folder, State state) {
        Read before = known.get(folder);
        if (before != null && Objects.equals(before.state(), state)) {
            return before;
        }
        try {
            return new Read(state, Optional.of(SkillFile.read(folder)), Optional.empty());
        } catch (SkillException e) {
            Optional<Skill> old = before == null ? Optional.empty() : before.skill();
            String why =
                    e.getMessage()
                            + (old.isPresent() ? "; the version before it stays in use" : "");
            return new Read(state, old, Optional.of(why));
        }
    }
}
