package ai.scailabs.scaicore.identity;

import java.util.Optional;
import org.springframework.stereotype.Component;

/** Reads API keys: {@code sgk_} and what follows, looked up by its hash. */
@Component
class ApiKeys implements TokenReader {

  private final Accounts accounts;

  ApiKeys(Accounts accounts) {
    this.accounts = accounts;
  }

  @Override
  public boolean reads(String token) {
    return token.startsWith(Token.API_KEY);
  }

  @Override
  public Optional<Account> account(String token) {
    return accounts.ofKey(Token.hash(token));
  }
}
