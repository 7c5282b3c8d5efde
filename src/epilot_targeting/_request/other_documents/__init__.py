"""Parts of OpenAPI that only other documents use: none of our own operations reaches this package.

Parameter styles, header and cookie parameters, forms, multipart, text and bytes.
Loaded by the first request that needs it.
"""
