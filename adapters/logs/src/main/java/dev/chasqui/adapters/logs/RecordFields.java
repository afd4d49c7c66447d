package dev.chasqui.adapters.logs;

import dev.chasqui.domain.json.Json;

import java.util.logging.LogRecord;

/** The structured fields among the parameters of a log record. */
final class RecordFields {
    private RecordFields() {}

    static Json.Obj of(LogRecord record) {
        Object[] parameters = record.getParameters();
        if (parameters != null) {
            for (Object parameter : parameters) {
                if (parameter instanceof Json.Obj fields) {
                    return fields;
                }
            }
        }
        return Json.Obj.EMPTY;
    }
}
