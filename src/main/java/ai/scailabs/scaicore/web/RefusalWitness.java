package ai.scailabs.scaicore.web;

import jakarta.servlet.http.HttpServletRequest;

/** Sees each request that is answered with an error, before the answer leaves. */
public interface RefusalWitness {

  void refused(HttpServletRequest request, ApiException refusal);
}
