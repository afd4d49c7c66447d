package dev.chasqui.adapters.gpus;

import dev.chasqui.domain.size.ByteSize;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The parser of the output of {@code nvidia-smi}: one line per item, its fields separated by
 * commas.
 */
final class SmiTable {
    private static final int MOST_LINES = 4_096;
    private static final int LONGEST_EXCERPT = 100;
    private static final Pattern MEBIBYTES = Pattern.compile("\\d{1,9}");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
    private static final Pattern UUID = Pattern.compile("(GPU|MIG)-[A-Za-z0-9/-]{1,96}");
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private static final int AFTER_NAME = 4;
    private static final int BEFORE_NAME = 2;
    private static final int PROCESS_FIELDS = 3;

    private SmiTable() {}

    /** Parses lines of index, uuid, name, total, used and free memory, and the mode of MIG. */
    static List<Gpu> gpus(String table) throws GpuException {
        List<Gpu> gpus = new ArrayList<>();
        for (String line : lines(table)) {
            String[] fields = line.split(",", -1);
            int behind = fields.length - AFTER_NAME;
            if (behind <= BEFORE_NAME) {
                throw garbage(line);
            }
            String uuid = fields[1].strip();
            if (!NUMBER.matcher(fields[0].strip()).matches() || !UUID.matcher(uuid).matches()) {
                throw garbage(line);
            }
            // A name may contain commas.
            String name = String.join(",", List.of(fields).subList(BEFORE_NAME, behind)).strip();
            boolean cut = fields[behind + 3].strip().equals("Enabled");
            gpus.add(
                    new Gpu(
                            Integer.parseInt(fields[0].strip()),
                            uuid,
                            CONTROL.matcher(name).replaceAll(" "),
                            cut ? Optional.empty() : memory(fields, behind)));
        }
        return List.copyOf(gpus);
    }

    private static Optional<Gpu.Memory> memory(String[] fields, int from) {
        Optional<ByteSize> total = size(fields[from]);
        Optional<ByteSize> used = size(fields[from + 1]);
        Optional<ByteSize> free = size(fields[from + 2]);
        return total.isPresent() && used.isPresent() && free.isPresent()
                ? Optional.of(new Gpu.Memory(total.get(), used.get(), free.get()))
                : Optional.empty();
    }

    /** Parses lines of pid, memory and the GPU's uuid. */
    static List<GpuProcess> processes(String table) throws GpuException {
        List<GpuProcess> processes = new ArrayList<>();
        for (String line : lines(table)) {
            String[] fields = line.split(",", -1);
            if (fields.length != PROCESS_FIELDS
                    || !NUMBER.matcher(fields[0].strip()).matches()
                    || !UUID.matcher(fields[2].strip()).matches()) {
                throw garbage(line);
            }
            processes.add(
                    new GpuProcess(
                            Long.parseLong(fields[0].strip()), fields[2].strip(), size(fields[1])));
        }
        return List.copyOf(processes);
    }

    private static List<String> lines(String table) {
        return table.lines().filter(line -> !line.isBlank()).limit(MOST_LINES).toList();
    }

    /** Parses a number of MiB; any other text ([N/A], [Not Supported]...) means unknown. */
    private static Optional<ByteSize> size(String field) {
        String text = field.strip();
        return MEBIBYTES.matcher(text).matches()
                ? Optional.of(ByteSize.ofMebibytes(Long.parseLong(text)))
                : Optional.empty();
    }

    private static GpuException garbage(String line) {
        return new GpuException(
                "nvidia-smi: it said '"
                        + excerpt(line)
                        + "' (expected: a line for each GPU or process)");
    }

    /** Returns the part of a line that may appear in a message. */
    static String excerpt(String line) {
        String clean = CONTROL.matcher(line).replaceAll(" ").strip();
        return clean.length() <= LONGEST_EXCERPT
                ? clean
                : clean.substring(0, LONGEST_EXCERPT) + "...";
    }
}
