"""The four roles behind chat models, over any endpoint that speaks OpenAI's chat completions.

Importing it costs seconds (`langchain_openai`): do so only when a model is asked for.

    question -> prompts (role file, marked data) -> methods (what the endpoint can do) -> chat (one call)
             -> parsing (reply, or fault) -> asking (bounded tries, strong model, fallback) -> team

`faults` tells apart what goes wrong, `schema` makes the schema that is sent.
"""
