package ai.scailabs.scaicore.secrets;

/**
 * A column of sealed values, and where the {@link SecretAddress} of each stands: SQL expressions
 * over the table's row, which together tell its rows apart.
 *
 * @param column a {@code bytea} whose name begins with {@code sealed}; null where there is no value
 * @param owner the address's {@code coreId}
 */
public record SealedColumn(String table, String column, String tenant, String owner, String name) {}
