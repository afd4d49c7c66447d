package dev.chasqui.adapters.skills;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
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
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A folder of skills, one folder each. It remembers the skills that it has read, and reads only
 * those again whose file changed. A skill whose file is broken now stays as it was, and all stay if
 * the folder cannot be listed. Used by one thread at a time.
 */
public final class SkillFolder {
    private static final int MOST_SKILLS = 500;

    private final Path path;
    private Map<Path, Read> known = new HashMap<>();
    private Found last = new Found(List.of(), Map.of());

    /**
     * The result of reading a folder.
     *
     * @param state the state of its file then; empty if it must be read again all the same
     */
    private record Read(Optional<State> state, Optional<Skill> skill, Optional<String> mistake) {}

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
        List<Path> folders;
        try {
            folders = folders(mistakes);
        } catch (IOException | DirectoryIteratorException e) {
            mistakes.putAll(last.mistakes());
            mistakes.put(String.valueOf(path.getFileName()), "the folder cannot be read");
            return new Found(last.skills(), mistakes);
        }
        for (Path folder : folders) {
            String name = String.valueOf(folder.getFileName());
            Optional<Read> found = read(folder);
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
        last = new Found(skills, mistakes);
        return last;
    }

    private List<Path> folders(Map<String, String> mistakes) throws IOException {
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
        }
        return folders.stream().sorted().toList();
    }

    /** Reads a folder if its file changed; empty if it has no such file, so that it is no skill. */
    private Optional<Read> read(Path folder) {
        Optional<Read> before = Optional.ofNullable(known.get(folder));
        try {
            State state = state(folder);
            if (before.isPresent() && before.get().state().equals(Optional.of(state))) {
                return before;
            }
            return Optional.of(read(folder, state, before));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(
                    broken(Optional.empty(), before, SkillFile.NAME + " cannot be read"));
        }
    }

    private static State state(Path folder) throws IOException {
        BasicFileAttributes facts =
                Files.readAttributes(
                        folder.resolve(SkillFile.NAME),
                        BasicFileAttributes.class,
                        LinkOption.NOFOLLOW_LINKS);
        return new State(
                facts.lastModifiedTime(), facts.size(), Optional.ofNullable(facts.fileKey()));
    }

    private static Read read(Path folder, State state, Optional<Read> before) {
        try {
            return new Read(
                    Optional.of(state), Optional.of(SkillFile.read(folder)), Optional.empty());
        } catch (SkillException e) {
            return broken(
                    e.isPassing() ? Optional.empty() : Optional.of(state),
                    before,
                    String.valueOf(e.getMessage()));
        }
    }

    private static Read broken(Optional<State> state, Optional<Read> before, String why) {
        Optional<Skill> old = before.flatMap(Read::skill);
        String kept = old.isPresent() ? "; the version before it stays in use" : "";
        return new Read(state, old, Optional.of(why + kept));
    }
}
