package dev.chasqui.adapters.dialects.request;

import dev.chasqui.domain.json.Json;

import java.io.ByteArrayOutputStream;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Edits of the top-level members of a body that leave every other byte unchanged. Used by one
 * thread.
 *
 * <p>A member that is set keeps its position, or is added at the end; one that is removed is
 * removed with one comma.
 */
public final class Splice {
    private final BodyScan scan;
    private final Map<String, Optional<byte[]>> edits = new LinkedHashMap<>();

    /**
     * @param scan the body to edit
     */
    public Splice(BodyScan scan) {
        this.scan = scan;
    }

    /** Replaces the member's value, or adds the member. */
    public Splice set(String name, Json value) {
        return set(name, value.toBytes());
    }

    /** Replaces the member's value, or adds the member; the value is JSON text. */
    public Splice set(String name, byte[] value) {
        edits.put(name, Optional.of(value));
        return this;
    }

    /** Removes the member if there is one. */
    public Splice remove(String name) {
        if (scan.has(name)) {
            edits.put(name, Optional.empty());
        } else {
            edits.remove(name);
        }
        return this;
    }

    /**
     * Sets and removes the members that differ.
     *
     * @param before the members as the body has them
     * @param after the members that it shall have
     */
    public void change(Map<String, Json> before, Map<String, Json> after) {
        before.keySet().stream().filter(name -> !after.containsKey(name)).forEach(this::remove);
        after.forEach(
                (name, value) -> {
                    if (!value.equals(before.get(name))) {
                        set(name, value);
                    }
                });
    }

    /** Returns the edited body; the same array if there are no edits. */
    public byte[] bytes() {
        return edits.isEmpty() ? scan.body() : spliced();
    }

    private byte[] spliced() {
        byte[] body = scan.body();
        ByteArrayOutputStream out = new ByteArrayOutputStream(body.length + 256);
        int firstName = firstName();
        out.write(body, 0, firstName);
        int before = firstName;
        boolean any = false;
        for (Map.Entry<String, BodyScan.Range> member : scan.members().entrySet()) {
            BodyScan.Range range = member.getValue();
            Optional<byte[]> edit = edits.get(member.getKey());
            if (edit == null || edit.isPresent()) {
                // The comma stands in front of the member; the first one that stays needs none.
                int from = any ? before : range.name();
                out.write(body, from, range.from() - from);
                if (edit == null) {
                    out.write(body, range.from(), range.to() - range.from());
                } else {
                    out.writeBytes(edit.get());
                }
                any = true;
            }
            before = range.to();
        }
        writeAdded(out, any);
        out.write(body, before, body.length - before);
        return out.toByteArray();
    }

    private void writeAdded(ByteArrayOutputStream out, boolean any) {
        boolean comma = any;
        for (Map.Entry<String, Optional<byte[]>> edit : edits.entrySet()) {
            if (!scan.has(edit.getKey()) && edit.getValue().isPresent()) {
                if (comma) {
                    out.write(',');
                }
                out.writeBytes(Json.of(edit.getKey()).toBytes());
                out.write(':');
                out.writeBytes(edit.getValue().get());
                comma = true;
            }
        }
    }

    /**
     * Returns the position of the first member's name, or the position for one in an empty object.
     */
    private int firstName() {
        Iterator<BodyScan.Range> members = scan.members().values().iterator();
        return members.hasNext() ? members.next().name() : closingBrace();
    }

    private int closingBrace() {
        int i = scan.body().length - 1;
        while (scan.body()[i] != '}') {
            i--;
        }
        return i;
    }
}
