package dev.chasqui.adapters.jdbc;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;

/**
 * The present row of a batch, whose values are bound one after the other: for statements that write
 * many rows, where binding by name would cost more than the database. Not safe for use by several
 * threads.
 */
final class Row implements AutoCloseable {
    private final PreparedStatement statement;
    private int column;

    Row(Handle handle, String sql) throws SQLException {
        this.statement = handle.getConnection().prepareStatement(sql);
    }

    Row text(@Nullable String value) throws SQLException {
        statement.setString(++column, value);
        return this;
    }

    Row number(long value) throws SQLException {
        statement.setLong(++column, value);
        return this;
    }

    /** Binds a number or nothing. Nothing has a type, since a batch's first row sets them. */
    Row number(@Nullable Long value) throws SQLException {
        if (value == null) {
            statement.setNull(++column, Types.BIGINT);
            return this;
        }
        return number(value.longValue());
    }

    Row flag(boolean value) throws SQLException {
        statement.setBoolean(++column, value);
        return this;
    }

    Row time(Instant value) throws SQLException {
        statement.setObject(++column, Columns.time(value));
        return this;
    }

    /** Ends the row; the next value is the first one of another. */
    Row end() throws SQLException {
        statement.addBatch();
        column = 0;
        return this;
    }

    /** Carries out the statement for each row, and returns the number of rows that each changed. */
    int[] execute() throws SQLException {
        return statement.executeBatch();
    }

    @Override
    public void close() throws SQLException {
        statement.close();
    }
}
