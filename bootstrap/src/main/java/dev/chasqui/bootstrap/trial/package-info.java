/**
 * The run of an agent's jar without a server, for {@code chasqui agents try}: the same loading,
 * parsing and guarding as in the server, before a model in this process.
 */
@NullMarked
package dev.chasqui.bootstrap.trial;

import org.jspecify.annotations.NullMarked;
