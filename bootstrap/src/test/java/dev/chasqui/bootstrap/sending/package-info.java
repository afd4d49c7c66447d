/** The sending of one request to more than one backend, as clients and backends see it. */
@NullMarked
package dev.chasqui.bootstrap.sending;

import org.jspecify.annotations.NullMarked;
