package dev.chasqui.bootstrap.config;

import dev.chasqui.domain.binding.KeyText;
import dev.chasqui.domain.binding.RecordType;
import dev.chasqui.domain.binding.Slot;
import dev.chasqui.domain.binding.ValueType;

import java.util.Map;

/** The generator of the table of all keys on the reference page. */
final class ConfigReference {
    private final Map<String, Class<? extends Record>> sections;
    private final StringBuilder rows = new StringBuilder();

    /**
     * @param sections the records of the agents' sections, by the agents' names
     */
    ConfigReference(Map<String, Class<? extends Record>> sections) {
        this.sections = sections;
    }

    /** Returns the table for a record that contains all others. */
    String of(Class<? extends Record> whole) {
        rows.append("| key | default | meaning |\n| --- | --- | --- |\n");
        addAll(RecordType.of(whole), "");
        return rows.toString();
    }

    private void addAll(RecordType<?> type, String before) {
        type.slots().forEach(slot -> add(slot, slot.type(), path(before, slot)));
    }

    /** Returns the path of a slot; one for all other members is a table without a key. */
    private static String path(String before, Slot slot) {
        return slot.others() ? before.substring(0, before.length() - 1) : before + slot.name();
    }

    private void add(Slot slot, ValueType type, String path) {
        switch (type) {
            case ValueType.Section(Class<? extends Record> section) ->
                    addAll(RecordType.of(section), path + ".");
            case ValueType.Many(ValueType.Section item) -> add(slot, item, path + "[]");
            case ValueType.Table(ValueType.Section item) -> add(slot, item, path + ".NAME");
            case ValueType.Table(ValueType.Open _) -> {
                addRow(slot, path);
                sections.forEach(
                        (name, section) -> addAll(RecordType.of(section), path + "." + name + "."));
            }
            default -> addRow(slot, path);
        }
    }

    private void addRow(Slot slot, String path) {
        rows.append("| `")
                .append(path)
                .append("` | ")
                .append(written(slot))
                .append(" | ")
                .append(KeyText.markdown(slot))
                .append(" |\n");
    }

    private static String written(Slot slot) {
        if (slot.type() instanceof ValueType.Many) {
            return slot.fallback().isEmpty() ? "`[]`" : "`[\"" + slot.fallback() + "\"]`";
        }
        if (!slot.fallback().isEmpty()) {
            return "`" + slot.fallback() + "`";
        }
        return slot.isRequired() ? "required" : "none";
    }
}
